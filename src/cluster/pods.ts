import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** Istio's container in a pod: a sidecar, a gateway or a waypoint. */
const proxyContainer = "istio-proxy";

/** What the proxy in a pod is, by the first argument that Istio starts it with; undefined where there is none. */
export function proxyRole({ spec }: V1Pod): "sidecar" | "router" | "waypoint" | undefined {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const proxy = containers.find(({ name }) => name === proxyContainer);
  if (proxy === undefined) return undefined;
  const role = (proxy.args ?? []).find((word) => word === "router" || word === "waypoint");
  return role ?? "sidecar";
}

/** A sidecar is a container of the pod or, in newer Istio, an init container that stays. */
export function hasReadyProxy(pod: V1Pod): boolean {
  const { status } = pod;
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return statuses.some(({ name, ready }) => name === proxyContainer && ready) && !ending(pod);
}

export const ending = ({ metadata }: V1Pod): boolean => metadata?.deletionTimestamp !== undefined;

export const isReady = (pod: V1Pod): boolean =>
  !ending(pod) && (pod.status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");

/** `namespace/name` */
export const podName = ({ metadata }: V1Pod): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;

/** Why a pod is not ready, in the cluster's own words, or its phase. */
export function whyNotReady(pod: V1Pod): string {
  const { conditions = [], containerStatuses = [], initContainerStatuses = [], phase } = pod.status ?? {};
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  const waiting = [...containerStatuses, ...initContainerStatuses].map(({ state }) => state?.waiting).find(Boolean);
  if (ending(pod)) return "is ending";
  return (
    unscheduled?.message ??
    waiting?.message ??
    waiting?.reason ??
    (phase === "Running" ? "is not ready" : (phase ?? "is not ready"))
  );
}
