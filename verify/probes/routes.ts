import type { Ground, Pod } from "../ground";
import { HTTP_SERVICES } from "../shop";
import { leadsTo, parseOutbound } from "./clusters";

/** The routes of a proxy to the shop's HTTP services. */
export interface ShopRoutes {
  /** How many there are. */
  readonly all: number;
  /** The clusters, without repetition, that routes lead to without naming a subset. */
  readonly withoutSubset: readonly string[];
}

/** Reads off one pod's Envoy the routes that it has now. */
export async function readRoutes(ground: Ground, pod: Pod): Promise<ShopRoutes> {
  return parseRoutes(await ground.envoy(pod, "config_dump?resource=dynamic_route_configs"), ground.namespace);
}

/** Reads Envoy's dump of its route configurations. */
export function parseRoutes(json: string, namespace: string): ShopRoutes {
  const services = HTTP_SERVICES.map((name) => ({ name, namespace }));
  let all = 0;
  const withoutSubset = new Set<string>();
  for (const cluster of targets(JSON.parse(json) as unknown)) {
    const outbound = parseOutbound(cluster);
    if (outbound === undefined || !services.some((service) => leadsTo(outbound, service))) continue;
    all += 1;
    if (outbound.subset === "") withoutSubset.add(cluster);
  }
  return { all, withoutSubset: [...withoutSubset] };
}

/** The clusters that routes lead to: `cluster` of a route, `name` of each of its weighted clusters, `cluster` of a mirror. */
function* targets(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const item of node) yield* targets(item);
  } else if (node !== null && typeof node === "object") {
    for (const [key, value] of Object.entries(node)) {
      if (key === "cluster" && typeof value === "string") yield value;
      else if (key === "clusters" && Array.isArray(value)) {
        for (const { name } of value as { name?: unknown }[]) if (typeof name === "string") yield name;
      } else yield* targets(value);
    }
  }
}
