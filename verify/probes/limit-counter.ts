import type { Ground, Pod } from "../ground";

/** The requests that a pod's own proxy has refused because of a limit of its own, since it started. */
export async function refusedByLimit(ground: Ground, pod: Pod): Promise<number> {
  return parseRefused(await ground.envoy(pod, "stats?filter=http_local_rate_limit.rate_limited"));
}

/** Adds up Envoy's counters, lines of `PREFIX.http_local_rate_limit.rate_limited: value`. No limit, no counter. */
export function parseRefused(stats: string): number {
  const counts = [...stats.matchAll(/\.http_local_rate_limit\.rate_limited: (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
