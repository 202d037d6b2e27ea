import { performance } from "node:perf_hooks";
import type { Ground, Pod } from "../ground";
import { besideKeys, isMarked, MARK, marksOfTraces, type MeshObject } from "../cluster/mesh-objects";
import { GATEWAY_NAME, MESH_NAME, visitorsName } from "../shop";

const ROUTES = "config_dump?resource=dynamic_route_configs";
const LISTENERS = "config_dump?resource=dynamic_listeners&name_regex=virtualInbound";
/** A gateway's: one for each port that it listens on. */
const GATEWAY_LISTENERS = "config_dump?resource=dynamic_listeners";
const CLUSTERS = "config_dump?resource=dynamic_active_clusters&mask=cluster.name";

/** Longest that a proxy may stay behind, in milliseconds. */
const LIMIT = 60_000;

/**
 * Waits until every proxy shows the deployed objects part by part, and no part of an earlier stage.
 * @returns how long that took, in seconds: the time of one round of questions where all were there at once
 */
export async function untilServed(ground: Ground, objects: readonly MeshObject[]): Promise<number> {
  const start = performance.now();
  // In a listener objects have no name: what one has put there is seen at the pods that it is for.
  const inListeners = objects.filter(({ kind, at }) => inListener[kind] !== undefined && at.includes("sidecar"));
  const named = objects.filter((object) => !inListeners.includes(object));
  const serves = async (pod: Pod, kind: MeshObject["at"][number]) => {
    const paths = [ROUTES, CLUSTERS, ...(kind === "gateway" ? [GATEWAY_LISTENERS] : [])];
    const [routes = "{}", clusters = "{}", listeners = "{}"] = await Promise.all(
      paths.map((path) => ground.envoy(pod, path).catch(() => "{}")),
    );
    const shown = new Map(partsShown(ground.namespace, routes, clusters));
    shown.set(`Gateway/${GATEWAY_NAME}`, credentialsShown(listeners, ground.namespace));
    const visitors = visitorsName(ground.namespace);
    shown.set(`RequestAuthentication/${visitors}`, besideKeysOf(visitors, listeners));
    return named.filter(({ at }) => at.includes(kind)).every((object) => shows(shown, object));
  };
  const filters = async ({ kind, parts, pods, notAt }: MeshObject) => {
    const partsOf = inListener[kind] ?? (() => new Set<string>());
    const others = (notAt ? await ground.pods(notAt) : []).map(({ name }) => name);
    const told = (await (pods ? ground.pods(pods) : ground.sidecars())).filter(({ name }) => !others.includes(name));
    const dumps = told.map((pod) => ground.envoy(pod, LISTENERS).catch(() => "{}"));
    return (await Promise.all(dumps)).every((dump) => same(partsOf(dump), parts));
  };
  await ground.until(
    "all proxies to serve the deployed configuration",
    async () => {
      const [gateways, sidecars] = await Promise.all([ground.gateways(), ground.sidecars()]);
      const checks = [
        ...gateways.map((pod) => serves(pod, "gateway")),
        ...sidecars.map((pod) => serves(pod, "sidecar")),
        ...inListeners.map(filters),
      ];
      return (await Promise.all(checks)).every(Boolean);
    },
    LIMIT,
  );
  return (performance.now() - start) / 1000;
}

/** How the parts of a kind are read off a listener; the other kinds are seen elsewhere. */
export const inListener: Readonly<Partial<Record<MeshObject["kind"], (listeners: string) => ReadonlySet<string>>>> = {
  EnvoyFilter: prefixesShown,
  RequestAuthentication: besideKeysShown,
  AuthorizationPolicy: callersShown,
  Telemetry: toldOfRequests,
};

type Parts = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether a proxy has all parts of an object and no other. */
export function shows(shown: Parts, { kind, name, parts }: MeshObject): boolean {
  return same(shown.get(`${kind}/${name}`) ?? new Set(), parts);
}

function same(seen: ReadonlySet<string> | undefined, parts: readonly string[]): boolean {
  return seen?.size === parts.length && parts.every((part) => seen.has(part));
}

interface ListenerDump {
  configs?: { active_state?: object }[];
}

/** The prefixes of statistics of the HTTP filters that calls which arrive pass through; Istio's own have none. */
export function prefixesShown(listeners: string): ReadonlySet<string> {
  const prefixes = new Set<string>();
  const active = ((JSON.parse(listeners) as ListenerDump).configs ?? []).map(({ active_state }) => active_state);
  // It goes through all there is, however deep.
  JSON.stringify(active, (key, value: unknown) => {
    if (key !== "http_filters") return value;
    for (const { typed_config } of value as { typed_config?: { stat_prefix?: string } }[]) {
      if (typed_config?.stat_prefix) prefixes.add(typed_config.stat_prefix);
    }
    return value;
  });
  return prefixes;
}

/** What stands beside the keys that tokens are checked with, by what is active. */
export function besideKeysShown(listeners: string): ReadonlySet<string> {
  const active = ((JSON.parse(listeners) as ListenerDump).configs ?? []).map(({ active_state }) => active_state);
  const members = new Set<string>();
  JSON.stringify(active, (key, value: unknown) => {
    if (key !== "local_jwks") return value;
    for (const member of besideKeys((value as { inline_string?: string }).inline_string ?? "{}")) members.add(member);
    return value;
  });
  return members;
}

/** The same of one object, where a gateway may have several shops' and other teams'. */
export function besideKeysOf(object: string, listeners: string): ReadonlySet<string> {
  return new Set([...besideKeysShown(listeners)].filter((member) => member.startsWith(`${object}.`)));
}

/** The callers that policies name by no account, by what is active. */
export function callersShown(listeners: string): ReadonlySet<string> {
  const active = ((JSON.parse(listeners) as ListenerDump).configs ?? []).map(({ active_state }) => active_state);
  const names = JSON.stringify(active).matchAll(/"spiffe:\/\/([^/"]+)"/g);
  return new Set([...names].map(([, name = ""]) => name));
}

/** The Secrets of a namespace's shop that listeners serve TLS with, by what is active. */
export function credentialsShown(listeners: string, namespace: string): ReadonlySet<string> {
  const active = ((JSON.parse(listeners) as ListenerDump).configs ?? []).map(({ active_state }) => active_state);
  const names = JSON.stringify(active).matchAll(/"kubernetes:\/\/(?:[^/"]+\/)?([^/"]+)"/g);
  return new Set([...names].map(([, name = ""]) => name).filter((name) => name.startsWith(`${namespace}-tls-`)));
}

/** The conditions of stages on what is written down, and the tags of their traces, by what is active. */
export function toldOfRequests(listeners: string): ReadonlySet<string> {
  const active = ((JSON.parse(listeners) as ListenerDump).configs ?? []).map(({ active_state }) => active_state);
  const conditions = new Set<string>(marksOfTraces(active));
  JSON.stringify(active, (key, value: unknown) => {
    if (key === "expression" && typeof value === "string" && isMarked(value)) conditions.add(value);
    return value;
  });
  return conditions;
}

interface RouteDump {
  configs?: {
    route_config?: {
      virtual_hosts?: {
        name?: string;
        routes?: { name?: string; metadata?: { filter_metadata?: { istio?: { config?: string } } } }[];
      }[];
    };
  }[];
}

interface ClusterDump {
  configs?: { cluster?: { name?: string } }[];
}

/** What a proxy has of a namespace's objects, by `Kind/name`: routes by Istio's note on each, subsets by their host. */
export function partsShown(namespace: string, routes: string, clusters: string): Parts {
  const parts = new Map<string, Set<string>>();
  const add = (object: string, part: string) => parts.set(object, (parts.get(object) ?? new Set()).add(part));
  const virtualHosts = ((JSON.parse(routes) as RouteDump).configs ?? []).flatMap(
    (one) => one.route_config?.virtual_hosts ?? [],
  );
  // Istio's own, for the hosts that it knows nothing of.
  for (const { name = "" } of virtualHosts) {
    if (name === "block_all" || name === "allow_any") add(`Sidecar/${MESH_NAME}`, name);
  }
  for (const { name = "", metadata } of virtualHosts.flatMap((one) => one.routes ?? [])) {
    const [, where, virtualService] =
      /namespaces\/([^/]+)\/virtual-service\/([^/]+)$/.exec(metadata?.filter_metadata?.istio?.config ?? "") ?? [];
    if (where === namespace) add(`VirtualService/${virtualService}`, name);
  }
  for (const { cluster } of (JSON.parse(clusters) as ClusterDump).configs ?? []) {
    const [direction, , subset, host = ""] = (cluster?.name ?? "").split("|");
    const [service, where] = host.split(".");
    if (direction === "outbound" && host.startsWith(MARK)) add(`ServiceEntry/${MESH_NAME}`, host);
    if (direction === "outbound" && subset && where === namespace) add(`DestinationRule/${service}`, subset);
  }
  return parts;
}
