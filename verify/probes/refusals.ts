import type { Ground, Pod } from "../ground";

/** Calls and connections that policies of these pods have refused since they started, as their own proxies count them. */
export async function refusedByPolicy(ground: Ground, pods: readonly Pod[]): Promise<number> {
  const counts = pods.map(async (pod) => parseDenied(await ground.envoy(pod, "stats?filter=rbac.denied")));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/**
 * Adds up Envoy's counters, lines of `http.inbound_0.0.0.0_80;.rbac.denied: value` and `tcp.rbac.denied: value`. Before the
 * first refusal there may be none.
 */
export function parseDenied(stats: string): number {
  const counts = [...stats.matchAll(/\brbac\.denied: (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
