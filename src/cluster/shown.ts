import { commentedMarks, credentialPrefix, fingerprints, gatewayMarks, hostMark, taggedMarks } from "../mesh/marks";
import { gatewayName, meshName, visitorsName } from "./shop-objects";

/** What a proxy shows of itself: pure readings of Envoy's `/config_dump`. */

/** By object, `Kind/name`, the marks that a proxy shows of it; for objects of one namespace. */
export interface Shown {
  readonly marks: ReadonlyMap<string, ReadonlySet<string>>;
  /** Services of the namespace that it has anything of, by their short name. */
  readonly hosts: ReadonlySet<string>;
  /** Whether its listener takes calls without mutual TLS; undefined where it was not asked. */
  readonly plaintext?: boolean | undefined;
  /**
   * Whether it refuses calls to hosts that the mesh does not know, as each part that decides says: the listener for all that
   * leaves, and the routes of each port. Undefined where neither was asked.
   */
  readonly registryOnly?: ReadonlySet<boolean> | undefined;
  /** What it refused to take, in Envoy's words. */
  readonly refused: readonly string[];
}

interface Dump {
  readonly configs?: readonly Config[];
}

interface Config {
  /** Of a listener. */
  readonly name?: string;
  readonly route_config?: { readonly virtual_hosts?: readonly VirtualHost[] };
  readonly cluster?: { readonly name?: string };
  readonly active_state?: { readonly listener?: { readonly filter_chains?: readonly FilterChain[] } };
  readonly error_state?: { readonly details?: string };
}

interface FilterChain {
  readonly filter_chain_match?: { readonly transport_protocol?: string };
}

interface VirtualHost {
  readonly name?: string;
  readonly domains?: readonly string[];
  readonly routes?: readonly Route[];
}

interface Route {
  readonly name?: string;
  readonly metadata?: { readonly filter_metadata?: { readonly istio?: { readonly config?: string } } };
}

const configs = (json: string): readonly Config[] => (JSON.parse(json) as Dump).configs ?? [];

/** Objects' marks are added up over the parts of a configuration. */
class Collection {
  readonly marks = new Map<string, Set<string>>();
  readonly hosts = new Set<string>();

  add(object: string, mark: string): void {
    const marks = this.marks.get(object) ?? new Set();
    this.marks.set(object, marks.add(mark));
  }

  all(): Pick<Shown, "marks" | "hosts"> {
    return { marks: this.marks, hosts: this.hosts };
  }
}

/** The name of a service in `namespace` by what stands before its port in a proxy: `catalogue.sock-shop.svc.cluster.local`. */
function shortName(host: string, namespace: string): string | undefined {
  const [name, itsNamespace, svc] = host.split(".");
  return svc === "svc" && itsNamespace === namespace ? name : undefined;
}

/** By the name of Istio's virtual host for all hosts that a port has no other for: whether it refuses. */
const unknownHosts: ReadonlyMap<string, boolean> = new Map([
  ["allow_any", false],
  ["block_all", true],
]);

/** @param json answer to `/config_dump?resource=dynamic_route_configs` */
export function shownInRoutes(json: string, namespace: string): Shown {
  const all = configs(json);
  const seen = new Collection();
  const virtualHosts = all.flatMap(({ route_config }) => route_config?.virtual_hosts ?? []);
  // Istio notes on each route which VirtualService it is from; routes of other shops and teams stand beside ours.
  const ours = new RegExp(`/namespaces/${namespace}/virtual-service/([^/]+)$`);
  const registryOnly = new Set<boolean>();
  for (const { name = "", routes = [] } of virtualHosts) {
    const refuses = unknownHosts.get(name);
    if (refuses !== undefined) registryOnly.add(refuses);
    // The host that bears the mark is in no other namespace's proxies.
    const [mark] = name.endsWith(".invalid:80") ? fingerprints({ name }) : [];
    if (mark !== undefined) seen.add(`ServiceEntry/${meshName}`, mark);
    const host = shortName(name, namespace);
    if (host !== undefined) seen.hosts.add(host);
    for (const route of routes) {
      const [, virtualService] = ours.exec(route.metadata?.filter_metadata?.istio?.config ?? "") ?? [];
      if (virtualService === undefined) continue;
      seen.add(`VirtualService/${virtualService}`, route.name ?? "");
      // A gateway has a virtual host for each host that the VirtualService and its Gateway agree on.
      if (host === undefined) seen.add(`VirtualService/${virtualService}`, hostMark(name.replace(/:\d+$/, "")));
    }
  }
  return { ...seen.all(), refused: refusals(all), registryOnly };
}

/**
 * @param json answer to `/config_dump?resource=dynamic_active_clusters`
 * @param isMark whether a subset is there for its name
 */
export function shownInClusters(json: string, namespace: string, isMark: (subset: string) => boolean): Shown {
  const all = configs(json);
  const seen = new Collection();
  for (const { cluster } of all) {
    const [direction, , subset = "", host = ""] = (cluster?.name ?? "").split("|");
    const service = direction === "outbound" ? shortName(host, namespace) : undefined;
    if (service === undefined) continue;
    seen.hosts.add(service);
    if (isMark(subset)) seen.add(`DestinationRule/${service}`, subset);
  }
  return { ...seen.all(), refused: refusals(all) };
}

/** Under which `shownInListeners` has the marks of all objects together but for the Telemetry: in a listener they have no name. */
export const listeners = "listeners";

/** Under which it has those of the Telemetry that are about traces; under its name are those about what is written down. */
export const traces = "traces";

/** Istio's listener for calls that leave and that no other is for. */
const outbound = "virtualOutbound";

/**
 * Policies and filters are part of listeners. One that is still warming up does not count: the one before it answers.
 * @param json answer to `/config_dump?resource=dynamic_listeners`
 */
export function shownInListeners(json: string, namespace: string): Shown {
  const all = configs(json);
  const seen = new Collection();
  const visitors = visitorsName(namespace);
  const inbound = all.filter(({ name }) => name !== outbound);
  for (const { active_state = {} } of inbound) {
    const ofLogs = commentedMarks(active_state);
    const ofTraces = taggedMarks(active_state);
    for (const mark of ofLogs) seen.add(`Telemetry/${meshName}`, mark);
    for (const mark of ofTraces) seen.add(traces, mark);
    const ofTelemetry = [...ofLogs, ...ofTraces];
    for (const mark of fingerprints(active_state)) if (!ofTelemetry.includes(mark)) seen.add(listeners, mark);
    for (const name of credentials(active_state, namespace)) seen.add(`Gateway/${gatewayName}`, name);
    for (const mark of gatewayMarks(active_state, visitors)) seen.add(`RequestAuthentication/${visitors}`, mark);
  }
  const chains = inbound.flatMap(({ active_state }) => active_state?.listener?.filter_chains ?? []);
  const plaintext = chains.some(({ filter_chain_match }) => filter_chain_match?.transport_protocol === "raw_buffer");
  const active = all.flatMap(({ name, active_state }) => (name === outbound && active_state ? [active_state] : []));
  const registryOnly = new Set(
    active.map((state) => !JSON.stringify(state).includes('"cluster":"PassthroughCluster"')),
  );
  return { ...seen.all(), refused: refusals(all), plaintext, registryOnly };
}

/** The Secrets of the shop that a listener serves TLS with, by the name that Istio gives them in Envoy. */
function credentials(listener: object, namespace: string): string[] {
  const ours = new RegExp(`"kubernetes://(?:[^/"]+/)?(${namespace}${credentialPrefix}[0-9a-z]+)"`, "g");
  return [...JSON.stringify(listener).matchAll(ours)].map(([, name = ""]) => name);
}

/** What a proxy shows in several parts of its configuration. */
export function together(parts: readonly Shown[]): Shown {
  return {
    marks: new Map(parts.flatMap(({ marks }) => [...marks])),
    hosts: new Set(parts.flatMap(({ hosts }) => [...hosts])),
    plaintext: parts.map(({ plaintext }) => plaintext).find((taken) => taken !== undefined),
    registryOnly: new Set(parts.flatMap(({ registryOnly = [] }) => [...registryOnly])),
    refused: parts.flatMap(({ refused }) => refused),
  };
}

const refusals = (all: readonly Config[]): string[] =>
  all.flatMap(({ error_state }) => (error_state?.details ? [error_state.details] : []));
