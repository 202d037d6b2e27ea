import type { Expectation, ProxyKind } from "../mesh/expectation";
import { listeners, type Shown } from "./shown";

/** What decides about what a proxy is told. */
export interface Told {
  readonly kind: ProxyKind;
  /** Whether a Sidecar resource may keep services from it. */
  readonly limited: boolean;
  /** Of its pod. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Whether it would take calls without mutual TLS if this program said nothing of it; undefined where that is not known,
   * or where somebody else decides it for this pod.
   */
  readonly plaintext?: boolean | undefined;
  /** Whether somebody else decides it for this pod, whatever this program says. */
  readonly mutualTlsOfOthers?: boolean;
}

/** The objects that a proxy is told of and does not show as they are deployed. */
export function lacking(expectations: readonly Expectation[], proxy: Told, shown: Shown): string[] {
  const own = expectations.filter(({ told }) => told.includes(proxy.kind));
  const named = own.filter(({ pods }) => pods === undefined).filter((one) => isLacking(one, proxy, shown));
  const structural = own.filter((one) => selects(one, proxy) && differs(one, proxy, shown));
  return [...[...named, ...structural].map(({ object }) => object), ...lackingInListeners(own, proxy, shown)];
}

/** Whether some of the objects are part of the proxy's listeners. */
export function toldInListeners(expectations: readonly Expectation[], proxy: Told): boolean {
  return expectations.some((one) => one.told.includes(proxy.kind) && selects(one, proxy));
}

function isLacking({ object, host, marks }: Expectation, { limited }: Told, shown: Shown): boolean {
  const seen = shown.marks.get(object);
  // Who is told nothing of a service cannot be late with it.
  if (seen === undefined && limited && !shown.hosts.has(host)) return false;
  return !same(seen, marks);
}

/** Whether a listener takes calls that it should not, or does not take those that it should. */
function differs({ plaintext }: Expectation, proxy: Told, shown: Shown): boolean {
  if (plaintext === undefined || proxy.mutualTlsOfOthers === true) return false;
  const right = plaintext === "inherited" ? proxy.plaintext : plaintext;
  return right !== undefined && shown.plaintext !== right;
}

/** In listeners objects have no name: what is there must be all that is told, and what was told before must be gone. */
function lackingInListeners(own: readonly Expectation[], proxy: Told, { marks }: Shown): string[] {
  const told = own.filter((one) => selects(one, proxy) && one.plaintext === undefined);
  const seen = marks.get(listeners) ?? new Set<string>();
  if (
    told.length === 0 ||
    same(
      seen,
      told.flatMap(({ marks }) => marks),
    )
  )
    return [];
  return told.map(({ object }) => object);
}

function selects({ pods }: Expectation, { labels }: Told): boolean {
  return pods !== undefined && Object.entries(pods).every(([key, value]) => labels[key] === value);
}

function same(seen: ReadonlySet<string> | undefined, marks: readonly string[]): boolean {
  return seen?.size === marks.length && marks.every((mark) => seen.has(mark));
}
