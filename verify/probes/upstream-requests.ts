import type { Ground, Pod } from "../ground";
import type { Reading, ShopService } from "./clusters";
import { leadsTo, parseClusters, parseOutbound } from "./clusters";

/** What several Envoys had counted at one moment, by the name of their pod. */
export type Readings = ReadonlyMap<string, Reading>;

/** The requests that some Envoys sent to one Service during a measurement. */
export interface UpstreamRequests {
  /** By subset (empty for none named), then by endpoint. Endpoints that were sent nothing are there with 0. */
  readonly subsets: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Counters that cannot be trusted, because their endpoint or their proxy left, or they began anew, in between. */
  readonly lost: readonly string[];
}

/** Reads the counters of these pods' Envoys. */
export async function readClusters(ground: Ground, pods: readonly Pod[]): Promise<Readings> {
  const read = async (pod: Pod) => [pod.name, parseClusters(await ground.envoy(pod, "clusters?format=json"))] as const;
  return new Map(await Promise.all(pods.map(read)));
}

/** Does `action`, and counts what these pods' Envoys sent to a Service of the shop meanwhile. */
export async function countUpstream<T>(
  ground: Ground,
  pods: readonly Pod[],
  name: string,
  action: () => Promise<T>,
): Promise<{ result: T; requests: UpstreamRequests }> {
  const before = await readClusters(ground, pods);
  const result = await action();
  const service = { name, namespace: ground.namespace };
  return { result, requests: difference(before, await readClusters(ground, pods), service) };
}

/**
 * What was sent to `service` between two readings. An endpoint or a proxy that came in between began at zero, so its whole
 * count is new; one that left took its count along, so the sum is no longer known and the loss is named.
 */
export function difference(before: Readings, after: Readings, service: ShopService): UpstreamRequests {
  const subsets = new Map<string, Map<string, number>>();
  const lost: string[] = [];
  for (const [proxy, reading] of after) {
    for (const [cluster, subset] of clustersOf(service, reading)) {
      const sum = subsets.get(subset) ?? new Map<string, number>();
      subsets.set(subset, sum);
      for (const [endpoint, { requests }] of reading.get(cluster) ?? []) {
        const earlier = before.get(proxy)?.get(cluster)?.get(endpoint)?.requests ?? 0;
        if (requests < earlier) lost.push(`${proxy} counts ${endpoint} of ${cluster} anew`);
        sum.set(endpoint, (sum.get(endpoint) ?? 0) + Math.max(0, requests - earlier));
      }
    }
  }
  for (const [proxy, reading] of before) {
    if (!after.has(proxy)) {
      lost.push(`${proxy} left`);
      continue;
    }
    for (const [cluster] of clustersOf(service, reading)) {
      for (const endpoint of reading.get(cluster)?.keys() ?? []) {
        if (!after.get(proxy)?.get(cluster)?.has(endpoint)) lost.push(`${endpoint} left ${cluster} of ${proxy}`);
      }
    }
  }
  return { subsets, lost };
}

/** The clusters of a Service in a reading, each with its subset. */
function* clustersOf(service: ShopService, reading: Reading): Generator<[cluster: string, subset: string]> {
  for (const cluster of reading.keys()) {
    const outbound = parseOutbound(cluster);
    if (outbound && leadsTo(outbound, service)) yield [cluster, outbound.subset];
  }
}

/** The requests to one subset; the empty name stands for routes that name none. */
export function toSubset(requests: UpstreamRequests, subset: string): number {
  let sum = 0;
  for (const count of requests.subsets.get(subset)?.values() ?? []) sum += count;
  return sum;
}

/** The requests to all subsets, and to none. */
export function toAll(requests: UpstreamRequests): number {
  let sum = 0;
  for (const subset of requests.subsets.keys()) sum += toSubset(requests, subset);
  return sum;
}

/** The endpoints of a subset of a Service that one Envoy knows. */
export function endpointsOf(readings: Readings, service: ShopService, subset: string): string[] {
  const endpoints = new Set<string>();
  for (const reading of readings.values()) {
    for (const [cluster, name] of clustersOf(service, reading)) {
      if (name !== subset) continue;
      for (const endpoint of reading.get(cluster)?.keys() ?? []) endpoints.add(endpoint);
    }
  }
  return [...endpoints].sort();
}
