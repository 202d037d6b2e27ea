import type { Ground, Pod } from "../ground";
import { HTTP_PORT, NAMESPACE } from "../shop";
import { parseOutbound } from "./clusters";

interface ClusterDump {
  configs?: { cluster?: { name?: string; lb_policy?: string } }[];
}

/** How a pod's Envoy, as it is working now, spreads the calls to a subset; undefined where it does not know the subset. */
export async function readBalancer(ground: Ground, pod: Pod, service: string, subset: string) {
  return parseBalancer(await ground.envoy(pod, "config_dump?resource=dynamic_active_clusters"), service, subset);
}

/** Reads Envoy's dump of its active clusters. */
export function parseBalancer(json: string, service: string, subset: string): string | undefined {
  for (const { cluster } of (JSON.parse(json) as ClusterDump).configs ?? []) {
    const outbound = parseOutbound(cluster?.name ?? "");
    if (outbound?.port !== HTTP_PORT || outbound.subset !== subset) continue;
    // Envoy leaves out what is its default.
    if (outbound.host.startsWith(`${service}.${NAMESPACE}.svc.`)) return cluster?.lb_policy ?? "ROUND_ROBIN";
  }
  return undefined;
}
