import type { Ground, Pod } from "../ground";
import type { ShopService } from "./clusters";
import { leadsTo, parseOutbound } from "./clusters";

interface ClusterDump {
  configs?: { cluster?: { name?: string; lb_policy?: string } }[];
}

/** How a pod's Envoy, as it is working now, spreads the calls to a subset; undefined where it does not know the subset. */
export async function readBalancer(ground: Ground, pod: Pod, name: string, subset: string) {
  const { namespace } = ground;
  const dump = await ground.envoy(pod, "config_dump?resource=dynamic_active_clusters");
  return parseBalancer(dump, { name, namespace }, subset);
}

/** Reads Envoy's dump of its active clusters. */
export function parseBalancer(json: string, service: ShopService, subset: string): string | undefined {
  for (const { cluster } of (JSON.parse(json) as ClusterDump).configs ?? []) {
    const outbound = parseOutbound(cluster?.name ?? "");
    if (outbound?.subset !== subset || !leadsTo(outbound, service)) continue;
    // Envoy leaves out what is its default.
    return cluster?.lb_policy ?? "ROUND_ROBIN";
  }
  return undefined;
}
