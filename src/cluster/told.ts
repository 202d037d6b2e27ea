import type { Expectation, ProxyKind } from "../mesh/expectation";
import { listeners, type Shown, traces } from "./shown";

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
  /** Whether it would refuse calls to hosts that the mesh does not know if this program said nothing; undefined likewise. */
  readonly registryOnly?: boolean | undefined;
  /** Whether somebody else decides that for this pod, whatever this program says. */
  readonly outboundOfOthers?: boolean;
  /** Whether somebody else decides what it writes down of requests, whatever this program says. */
  readonly accessLogOfOthers?: boolean;
  /** Whether somebody else decides which traces it reports, whatever this program says. */
  readonly tracingOfOthers?: boolean;
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
  return expectations.some((one) => one.told.includes(proxy.kind) && (selects(one, proxy) || isAtGateway(one)));
}

const isAtGateway = ({ object, atGateway }: Expectation): boolean =>
  atGateway !== undefined || object.startsWith("Gateway/");

function isLacking({ object, host, marks }: Expectation, { limited }: Told, shown: Shown): boolean {
  const seen = shown.marks.get(object);
  // Who is told nothing of a service cannot be late with it.
  if (seen === undefined && limited && !shown.hosts.has(host)) return false;
  // Of what no proxy shall be told, nothing is right.
  return !same(seen ?? new Set(), marks);
}

/** Whether a proxy takes calls, lets out calls, writes them down, or reports them, other than it should. */
function differs(
  { object, plaintext, registryOnly, accessLog, tracing }: Expectation,
  proxy: Told,
  shown: Shown,
): boolean {
  const seen = (key: string) => shown.marks.get(key) ?? new Set<string>();
  if (accessLog && !proxy.accessLogOfOthers && !same(seen(object), accessLog)) return true;
  if (tracing && !proxy.tracingOfOthers) {
    const silent = hasLabels(tracing.notOf, proxy.labels);
    if (!same(seen(traces), silent ? [] : tracing.marks)) return true;
  }
  const taken = proxy.mutualTlsOfOthers ? undefined : rightly(plaintext, proxy.plaintext);
  if (taken !== undefined && shown.plaintext !== taken) return true;
  const closed = proxy.outboundOfOthers ? undefined : rightly(registryOnly, proxy.registryOnly);
  return closed !== undefined && !(shown.registryOnly?.size === 1 && shown.registryOnly.has(closed));
}

/** What it should be. Undefined where an object says nothing of it, or leaves it to others who are not known. */
const rightly = (says: boolean | "inherited" | undefined, otherwise: boolean | undefined): boolean | undefined =>
  says === "inherited" ? otherwise : says;

/** Whether it is seen by itself, and not by a mark among all those of listeners. */
const isStructural = ({ plaintext, registryOnly, accessLog }: Expectation): boolean =>
  plaintext !== undefined || registryOnly !== undefined || accessLog !== undefined;

/** In listeners objects have no name: what is there must be all that is told, and what was told before must be gone. */
function lackingInListeners(own: readonly Expectation[], proxy: Told, { marks }: Shown): string[] {
  const told = own.filter((one) => selects(one, proxy) && !isStructural(one));
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
  return pods !== undefined && hasLabels(pods, labels);
}

const hasLabels = (wanted: Told["labels"], labels: Told["labels"]): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);

function same(seen: ReadonlySet<string> | undefined, marks: readonly string[]): boolean {
  return seen?.size === marks.length && marks.every((mark) => seen.has(mark));
}
