import { type Config, RunError } from "@pulumi/pulumi";
import type { z, ZodType } from "zod";
import { badConfig } from "./bad-config";
import { nearest } from "./nearest";
import { type Z, zod } from "./zod";

/** A config key that holds an object. */
export interface ObjectConfig<T> {
  readonly key: string;
  /** Fields say in their `meta` what is allowed; a field that says nothing is spoken for by the one around it. */
  readonly schema: (z: Z) => ZodType<T>;
}

/**
 * The object that a config key holds, checked; undefined where it is not set or empty.
 * @throws RunError, in one line, for the first mistake in it
 */
export function readObject<T>(config: Config, { key, schema }: ObjectConfig<T>): T | undefined {
  const text = config.get(key) ?? "{}";
  if (text === "{}") return undefined;
  const declared = schema(zod());
  const given = parsed(text);
  const { error, data } = declared.safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return data;
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") throw unknown(key, declared, given, [...path, issue.keys[0] ?? ""]);
  const { allowed = "", example } = metaAt(declared, path);
  const got = JSON.stringify(valueAt(given, path));
  throw badConfig(named([key, ...path]), got, allowed, next([key, ...path], example));
}

/** What puts a value right. A whole object is taken away first: fields cannot be set in what is none. */
function next(path: readonly string[], example: string | undefined): string {
  if (example === undefined) return `pulumi config rm${option(path)}`;
  if (path.length > 1) return `pulumi config set${option(path)} ${example}`;
  return `pulumi config rm${option(path)} && pulumi config set --path ${named(path)}.${example}`;
}

/** A schema's fields, one for each name, all of which may be left out. */
export function optional<Name extends string, S extends ZodType>(names: readonly Name[], field: (name: Name) => S) {
  const fields = names.map((name) => [name, field(name).optional()]);
  return Object.fromEntries(fields) as Record<Name, z.ZodOptional<S>>;
}

/** Text that is no JSON is a value too, though never the right one. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unknown(key: string, schema: ZodType, given: unknown, path: readonly string[]): RunError {
  const [parents, name = ""] = [path.slice(0, -1), path.at(-1)];
  const known = Object.keys(fieldsAt(schema, parents));
  const meant = [key, ...parents, nearest(name, known) ?? ""];
  const value = valueAt(given, path);
  const { shape, valueType } = definition(schemasTo(schema, meant.slice(1)).at(-1));
  const fits = typeof value !== "object" && shape === undefined && valueType === undefined;
  const again = fits
    ? ` && pulumi config set${option(meant)} ${quoted(JSON.stringify(value).replace(/^"|"$/g, ""))}`
    : "";
  return new RunError(
    `Config ${named([key, ...path])} is not known. Did you mean ${named(meant)}? Allowed: ${known.join(", ")}. ` +
      `Type: pulumi config rm${option([key, ...path])}${again}`,
  );
}

/** A path as Pulumi writes it. */
const named = ([key = "", ...fields]: readonly string[]): string =>
  key + fields.map((field) => (/^[\w-]+$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`)).join("");

/** A path as an argument of `pulumi config`. */
const option = (path: readonly string[]): string => (path.length > 1 ? " --path " : " ") + quoted(named(path));

/** A word that a shell leaves as it is. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inside, name) => (inside as Record<string, unknown>)[name], value);
}

/** What a field says of itself, or else the one around it, whose example is none for what is inside. */
function metaAt(schema: ZodType, path: readonly string[]): { allowed?: string; example?: string } {
  const said = schemasTo(schema, path).map((around) => around?.meta());
  const inmost = said.findLast((meta) => meta?.allowed !== undefined);
  return inmost === said.at(-1) ? { ...inmost } : { allowed: inmost?.allowed ?? "" };
}

const fieldsAt = (schema: ZodType, path: readonly string[]): Fields =>
  definition(schemasTo(schema, path).at(-1)).shape ?? {};

/** The schemas on the way to a field, from the outermost to the field's own; undefined where there is none. */
function schemasTo(schema: ZodType, path: readonly string[]): (ZodType | undefined)[] {
  return path.reduce<(ZodType | undefined)[]>(
    (found, field) => {
      const { shape, valueType } = definition(found.at(-1));
      return [...found, bare(shape ? shape[field] : valueType)];
    },
    [bare(schema)],
  );
}

type Fields = Readonly<Record<string, ZodType>>;

/** What zod knows of a schema, as far as it leads to what is inside. */
interface Definition {
  readonly shape?: Fields;
  readonly valueType?: ZodType;
  readonly innerType?: ZodType;
}

const definition = (schema: ZodType | undefined): Definition => (schema?.def ?? {}) as Definition;

/** The schema itself, where another only says that it may be left out. */
function bare(schema: ZodType | undefined): ZodType | undefined {
  const { innerType } = definition(schema);
  return innerType ? bare(innerType) : schema;
}
