/** Values of a stage's parameters, by config key. */
export type ParameterValues = Readonly<Record<string, string | number>>;

interface Described<V> {
  readonly default: V;
  /** One line for `Pulumi.yaml` and for error messages. */
  readonly description: string;
}

/** A whole number. */
export interface IntegerParameter extends Described<number> {
  readonly type: "integer";
  readonly min: number;
  readonly max: number;
  /** Between which values `npm run verify` can tell whether the stage does what it says. Default: min and max. */
  readonly provable?: { readonly min: number; readonly max: number };
}

/** One of a few words. */
export interface ChoiceParameter<V extends string = string> extends Described<V> {
  readonly type: "choice";
  readonly allowed: readonly V[];
}

/** A span of time in Istio's notation, exact to the millisecond: `5s`, `250ms`, `1m30s`. */
export interface DurationParameter extends Described<string> {
  readonly type: "duration";
  readonly min: string;
  readonly max: string;
  /** Between which values `npm run verify` can tell whether the stage does what it says. Default: min and max. */
  readonly provable?: { readonly min: string; readonly max: string };
  /** Whether parts of a second are refused. Default: false. */
  readonly wholeSeconds?: true;
  /** Why it may not be longer, for the message. Default: nothing is said. */
  readonly because?: string;
  /** Key of another stage's duration that it must not be shorter than where both stages are deployed. Default: none. */
  readonly notBelow?: string;
}

/** Name of an HTTP header; case does not matter. */
export interface HeaderParameter extends Described<string> {
  readonly type: "header";
}

/** A regular expression as Envoy understands it (RE2). */
export interface PatternParameter extends Described<string> {
  readonly type: "pattern";
}

/** Where a page comes from, as browsers say it: `https://shop.example`, `http://localhost:3000`. */
export interface OriginParameter extends Described<string> {
  readonly type: "origin";
}

/** Methods of HTTP requests, joined by a comma: `GET,POST`. Case does not matter. */
export interface MethodsParameter extends Described<string> {
  readonly type: "methods";
}

/** Name of a host, with a dot: `api.example.com`. Case does not matter. */
export interface HostParameter extends Described<string> {
  readonly type: "host";
}

/** A name that something else agreed on: printable ASCII without a space, and without Istio's `*`. */
export interface WordParameter extends Described<string> {
  readonly type: "word";
}

/** The word `all`, or a condition on a request in CEL, over what Envoy knows of it: `response.code >= 400`. */
export interface ConditionParameter extends Described<string> {
  readonly type: "condition";
  /** Which conditions `npm run verify` understands, also in words. Default: all. */
  readonly provable?: { readonly pattern: RegExp; readonly words: string };
}

type TextParameter =
  | DurationParameter
  | HeaderParameter
  | PatternParameter
  | OriginParameter
  | MethodsParameter
  | HostParameter
  | WordParameter
  | ConditionParameter;
type AnyParameter = IntegerParameter | ChoiceParameter | TextParameter;

/** The declaration that a parameter with values of type V needs. */
export type Parameter<V = string | number> = [V] extends [number]
  ? IntegerParameter
  : [V] extends [string]
    ? string extends V
      ? TextParameter
      : ChoiceParameter<V>
    : AnyParameter;
