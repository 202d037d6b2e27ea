import type { Ground } from "../ground";
import type { Subset } from "../shop";

/** Requests that a version of a service answered with a status. */
export interface Answered {
  readonly service: string;
  readonly version: string;
  readonly status: number;
}

/** How many, by `countKey`. */
export type StatusCounts = ReadonlyMap<string, number>;

export const countKey = ({ service, version, status }: Answered): string => `${service} ${version} ${status}`;

/** Reads off the Envoys of a service's pods how many requests each version answered with each status. */
export async function readStatusCounts(ground: Ground, services: readonly string[]): Promise<StatusCounts> {
  const counts = new Map<string, number>();
  for (const service of services) {
    for (const version of ["v1", "v2"] satisfies Subset[]) {
      for (const pod of await ground.pods({ name: service, version })) {
        for (const [status, count] of parseStatusCounts(
          await ground.envoy(pod, "stats?filter=cluster.inbound.*upstream_rq_"),
        )) {
          const key = countKey({ service, version, status });
          counts.set(key, (counts.get(key) ?? 0) + count);
        }
      }
    }
  }
  return counts;
}

/**
 * Requests by status in Envoy's answer to `/stats`, lines of `name: value`. Of each there is a second counter, with who
 * asked in its name (`internal.`, `external.`).
 */
export function parseStatusCounts(stats: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [, status, count] of stats.matchAll(/^cluster\.inbound\|\d+\|\|[^:.]*\.upstream_rq_(\d{3}): (\d+)$/gm)) {
    counts.set(Number(status), (counts.get(Number(status)) ?? 0) + Number(count));
  }
  return counts;
}

/** What came to `before` since then. */
export function since(before: StatusCounts, after: StatusCounts): StatusCounts {
  return new Map([...after].map(([key, count]) => [key, count - (before.get(key) ?? 0)]));
}
