import type { Step } from "../engine-events/steps.ts";

/** A field that differs between two stages. */
export interface FieldChange {
  /** Path, such as `spec.http[0].route[1]`. */
  readonly field: string;
  /** Undefined where the field is new. */
  readonly before?: unknown;
  /** Undefined where the field is gone. */
  readonly after?: unknown;
}

/** The changed fields of an object with their values, in the order of their paths. */
export function fieldChanges({ before, object, fields }: Step): FieldChange[] {
  return [...fields]
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((field) => ({ field, before: valueAt(before, field), after: valueAt(object, field) }));
}

/** A part of a path: `["any key"]`, `[3]` or `key`. */
const part = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/** What is at a path of the engine's; undefined where nothing is. */
export function valueAt(object: unknown, path: string): unknown {
  let node = object;
  for (const [, quoted, index, key] of path.matchAll(part)) {
    if (typeof node !== "object" || node === null) return undefined;
    const name = quoted?.replace(/\\(.)/g, "$1") ?? index ?? key ?? "";
    node = Object.hasOwn(node, name) ? (node as Record<string, unknown>)[name] : undefined;
  }
  return node;
}
