import { Mistake } from "../command-line/mistake";
import { formatDuration, parseDuration } from "./duration";

/**
 * A number of a claim that the stage lets the user choose. It bears the name of the stage's config key, so that
 * `pulumi config set canaryWeight 50` is verified with `--expect canaryWeight=50`.
 */
export interface Expectation<T> {
  /** What the number means, with its unit. */
  readonly meaning: string;
  /** What the claim says when nothing else is asked for. */
  readonly usual: T;
  /** Which values are allowed, in words, for messages. */
  readonly allowed: string;
  /** The value that a text stands for, or undefined where it stands for none that is allowed. */
  read(text: string): T | undefined;
  write(value: T): string;
}

export type Expectations<E> = { readonly [Name in keyof E]: Expectation<E[Name]> };

export function whole(usual: number, least: number, most: number, meaning: string): Expectation<number> {
  return {
    meaning,
    usual,
    allowed: `a whole number from ${least} to ${most}`,
    read: (text) => (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
    write: String,
  };
}

/** A share in percent, kept as the whole number that the slide shows. */
export function percent(usual: number, meaning: string): Expectation<number> {
  return whole(usual, 0, 100, meaning);
}

export function oneOf<const T extends string>(usual: T, values: readonly T[], meaning: string): Expectation<T> {
  return {
    meaning,
    usual,
    allowed: values.join(" or "),
    read: (text) => values.find((value) => value === text),
    write: String,
  };
}

/** A duration, kept in milliseconds. */
export function duration(usual: number, least: number, most: number, meaning: string): Expectation<number> {
  return {
    meaning,
    usual,
    allowed: `a duration from ${formatDuration(least)} to ${formatDuration(most)}, such as 5s or 1500ms`,
    read: (text) => {
      const value = parseDuration(text);
      return value !== undefined && value >= least && value <= most ? value : undefined;
    },
    write: formatDuration,
  };
}

/** Methods of HTTP requests, joined by a comma; those that no browser sends for a script are not among them. */
export function methodList(usual: readonly string[], meaning: string): Expectation<readonly string[]> {
  const known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  return {
    meaning,
    usual,
    allowed: `some of ${known.join(", ")}, joined by a comma`,
    read: (text) => {
      const names = text.split(",").map((name) => name.trim().toUpperCase());
      return names.every((name) => known.includes(name)) ? names : undefined;
    },
    write: (names) => names.join(","),
  };
}

/** A text that can stand in an HTTP header, or, as `name`, be the name of one. */
export function headerText(usual: string, part: "name" | "value", meaning: string): Expectation<string> {
  const form = part === "name" ? /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/ : /^[\x20-\x7e]+$/;
  return {
    meaning,
    usual,
    allowed: part === "name" ? "the name of a header" : "printable ASCII",
    read: (text) => (form.test(text) ? text : undefined),
    write: String,
  };
}

/** What several claims that sign tokens go by, for the config keys that their stages share. */
export const tokenExpectations = {
  jwtIssuer: headerText("https://sock-shop.example", "value", "who must have issued a token"),
  jwtAudience: headerText("sock-shop", "value", "whom a token must be for"),
};

/** The name of one host, with a dot. */
export function hostName(usual: string, meaning: string): Expectation<string> {
  return {
    meaning,
    usual,
    allowed: "the name of a host, such as api.example.com",
    read: (text) =>
      /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i.test(text) ? text.toLowerCase() : undefined,
    write: String,
  };
}

/** Which answers are meant, by their status. */
export interface StatusFilter {
  /** As the stage's config has it. */
  readonly text: string;
  lets(status: number): boolean;
}

const comparisons: Readonly<Record<string, (status: number, other: number) => boolean>> = {
  "==": (status, other) => status === other,
  "!=": (status, other) => status !== other,
  ">=": (status, other) => status >= other,
  "<=": (status, other) => status <= other,
  ">": (status, other) => status > other,
  "<": (status, other) => status < other,
};

/**
 * Of the conditions that a stage takes those on the status alone: what others mean is not known here.
 * @param some statuses of which one at least must be meant
 */
export function statusFilter(usual: string, some: readonly number[], meaning: string): Expectation<StatusFilter> {
  const read = (text: string): StatusFilter | undefined => {
    if (text === "all") return { text, lets: () => true };
    const [, sign = "", number] = /^response\.code *([=!<>]=|[<>]) *(\d{3})$/.exec(text) ?? [];
    const holds = comparisons[sign];
    const filter = holds && { text, lets: (status: number) => holds(status, Number(number)) };
    return filter && some.some(filter.lets) ? filter : undefined;
  };
  const otherwise = read(usual);
  if (otherwise === undefined) throw new Error(`${usual} is no filter`);
  return {
    meaning,
    usual: otherwise,
    allowed: `all, or a comparison that holds for ${some.join(" or ")}, such as response.code >= 400`,
    read,
    write: ({ text }) => text,
  };
}

/** The values of a claim's expectations: the usual ones, except for those that were asked for. */
export function readExpectations<E extends object>(
  expectations: Expectations<E>,
  asked: ReadonlyMap<string, string>,
): E {
  const values: Partial<E> = {};
  for (const name of Object.keys(expectations) as (keyof E & string)[]) {
    const expectation = expectations[name];
    const text = asked.get(name);
    const value = text === undefined ? expectation.usual : expectation.read(text);
    if (value === undefined) throw new Mistake(`--expect ${name}=${text}: ${name} is ${expectation.allowed}`);
    values[name] = value;
  }
  return values as E;
}
