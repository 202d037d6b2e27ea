import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Pod } from "../ground";
import type { Labels } from "../selection";

/** The container of a pod's Envoy. */
export const PROXY = "istio-proxy";

/** Labels as a list request has them. */
export function labelSelector(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** Whether these labels are among those of an object. */
export function selects(wanted: Labels, labels: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** Whether a pod runs, with its proxy, and is not on its way out. */
export function isRunning({ metadata, status }: V1Pod): boolean {
  const ready = status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True");
  return ready === true && metadata?.deletionTimestamp === undefined;
}

/** Whether a pod has a sidecar: a container or, in newer Istio, an init container that stays. */
export function hasSidecar({ spec }: V1Pod): boolean {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].some(({ name }) => name === PROXY);
}

export function podOf({ metadata, status }: V1Pod): Pod {
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "", ip: status?.podIP ?? "" };
}
