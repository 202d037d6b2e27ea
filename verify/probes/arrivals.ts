import type { Ground, Pod } from "../ground";

/** Does `action`, and counts the requests that reached a temporary pod meanwhile, at its own Envoy. */
export async function countArrivals<T>(
  ground: Ground,
  receiver: Pod,
  action: () => Promise<T>,
): Promise<{ result: T; arrivals: number }> {
  const before = await readArrivals(ground, receiver);
  const result = await action();
  return { result, arrivals: (await readArrivals(ground, receiver)) - before };
}

/** The requests that have reached a temporary pod since it started. */
export async function readArrivals(ground: Ground, receiver: Pod): Promise<number> {
  // Not read from /clusters: Envoy forgets the endpoint of an incoming cluster after some idle seconds, its count with it.
  return parseArrivals(await ground.envoy(receiver, "stats?filter=cluster.inbound.*upstream_rq_total"));
}

/**
 * Adds up the requests of all incoming clusters in Envoy's answer to `/stats`, lines of `name: value`. Envoy makes a
 * cluster's counters when it is first used: where there are none yet, nothing has arrived.
 */
export function parseArrivals(stats: string): number {
  const counts = [...stats.matchAll(/^cluster\.inbound\|[^:.]*\.upstream_rq_total: (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
