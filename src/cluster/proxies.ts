import type { CoreV1Api, KubeConfig, ConfigurationOptions, V1Pod, V1PodList } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { type ClusterAccess, kubeConfig } from "./cluster";
import { kubernetesClient } from "./kubernetes-client";
import { getFromPod } from "./pod-http";

/** An Envoy that carries the shop's traffic. */
export interface Proxy {
  /** `namespace/pod` */
  readonly name: string;
  /** Gateways get the routes of the entrance, sidecars those of the services. */
  readonly kind: "gateway" | "sidecar";
  /** Its route configuration as it is now, as JSON. */
  readonly dumpRoutes: () => Promise<string>;
}

export interface ProxySelection {
  /** Namespace whose pods have sidecars. */
  readonly namespace: string;
  /** Value of the `istio` label on the ingress gateway's pods. */
  readonly gatewaySelector: string;
  /** Where these run; empty for any namespace. */
  readonly gatewayNamespace: string;
}

const container = "istio-proxy";
/** Envoy's admin port, which only its own pod reaches: `proxyAdminPort` of Istio's mesh config. */
const adminPort = 15000;
const dumpPath = "/config_dump?resource=dynamic_route_configs";

/** The cluster's proxies. Pods that start or end are left out: the first get the newest routes, the others no more calls. */
export async function findProxies(access: ClusterAccess, selection: ProxySelection): Promise<Proxy[]> {
  const { CoreV1Api } = await kubernetesClient();
  const config = await kubeConfig(access);
  const api = config.makeApiClient(CoreV1Api);
  const [sidecars, gateways] = await Promise.all([
    api.listNamespacedPod({ namespace: selection.namespace }),
    gatewayPods(api, selection),
  ]);
  const proxies = (kind: Proxy["kind"], pods: V1Pod[]) =>
    pods.filter(hasReadyProxy).map((pod) => proxyOf(config, kind, pod));
  return [...proxies("gateway", gateways.items), ...proxies("sidecar", sidecars.items)];
}

/** The ingress gateway's pods. One who may only look into its namespace says which that is. */
export function gatewayPods(
  api: CoreV1Api,
  selection: Omit<ProxySelection, "namespace">,
  options?: ConfigurationOptions,
): Promise<V1PodList> {
  const labelSelector = `istio=${selection.gatewaySelector}`;
  const namespace = selection.gatewayNamespace;
  return namespace === ""
    ? api.listPodForAllNamespaces({ labelSelector }, options)
    : api.listNamespacedPod({ namespace, labelSelector }, options);
}

/** A sidecar is a container of the pod or, in newer Istio, an init container that stays. */
function hasReadyProxy({ metadata, status }: V1Pod): boolean {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const ready = statuses.some((one) => one.name === container && one.ready);
  return ready && metadata?.deletionTimestamp === undefined;
}

function proxyOf(config: KubeConfig, kind: Proxy["kind"], pod: V1Pod): Proxy {
  const { namespace = "", name = "" } = pod.metadata ?? {};
  return {
    name: `${namespace}/${name}`,
    kind,
    dumpRoutes: () => getFromPod(config, { namespace, name, port: adminPort }, dumpPath),
  };
}
