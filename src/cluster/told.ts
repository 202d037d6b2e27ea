import type { Expectation, ProxyKind } from "../mesh/expectation";
import type { Shown } from "./shown";

/** What decides about what a proxy is told. */
export interface Told {
  readonly kind: ProxyKind;
  /** Whether a Sidecar resource may keep services from it. */
  readonly limited: boolean;
}

/** The objects that a proxy is told of and does not show as they are deployed. */
export function lacking(expectations: readonly Expectation[], { kind, limited }: Told, shown: Shown): string[] {
  return expectations
    .filter(({ told }) => told.includes(kind))
    .filter(({ object, host, marks }) => {
      const seen = shown.marks.get(object);
      // Who is told nothing of a service cannot be late with it.
      if (seen === undefined && limited && !shown.hosts.has(host)) return false;
      return seen === undefined || seen.size !== marks.length || !marks.every((mark) => seen.has(mark));
    })
    .map(({ object }) => object);
}
