import { existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { KubeConfig, V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** Which cluster, in the Kubernetes provider's own words. Default: what kubectl would take. */
export interface ClusterAccess {
  /** Path or content of a kubeconfig. */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** An Envoy that carries the shop's traffic. */
export interface Proxy {
  /** `namespace/pod` */
  readonly name: string;
  /** Gateways get the routes of the entrance, sidecars those of the services. */
  readonly kind: "gateway" | "sidecar";
  /** Its route configuration as it is now, as JSON. */
  dumpRoutes(): Promise<string>;
}

export interface ProxySelection {
  /** Namespace whose pods have sidecars. */
  readonly namespace: string;
  /** Value of the `istio` label on the ingress gateway's pods, in any namespace. */
  readonly gatewaySelector: string;
}

const container = "istio-proxy";

// Loaded only where there is a cluster to ask: it would be a third of a preview's time.
const kubernetesClient = () => import("@kubernetes/client-node");

/** The cluster's proxies. Pods that start or end are left out: the first get the newest routes, the others no more calls. */
export async function findProxies(access: ClusterAccess, selection: ProxySelection): Promise<Proxy[]> {
  const { CoreV1Api } = await kubernetesClient();
  const config = await load(access);
  const api = config.makeApiClient(CoreV1Api);
  const [sidecars, gateways] = await Promise.all([
    api.listNamespacedPod({ namespace: selection.namespace }),
    api.listPodForAllNamespaces({ labelSelector: `istio=${selection.gatewaySelector}` }),
  ]);
  const proxies = (kind: Proxy["kind"], pods: V1Pod[]) =>
    pods.filter(hasReadyProxy).map((pod) => proxyOf(config, kind, pod));
  return [...proxies("gateway", gateways.items), ...proxies("sidecar", sidecars.items)];
}

async function load({ kubeconfig, context }: ClusterAccess): Promise<KubeConfig> {
  const client = await kubernetesClient();
  const config = new client.KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else config.loadFromString(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return config;
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
    dumpRoutes: () =>
      execute(config, namespace, name, ["pilot-agent", "request", "GET", "config_dump?resource=dynamic_route_configs"]),
  };
}

async function execute(config: KubeConfig, namespace: string, pod: string, command: string[]): Promise<string> {
  const { Exec } = await kubernetesClient();
  const output = new PassThrough();
  const printed = text(output);
  await new Promise<void>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, pod, container, command, output, null, null, false, ({ status, message }) =>
        status === "Success" ? resolve() : reject(new Error(`${pod}: ${message ?? "exec failed"}`)),
      )
      .catch(reject);
  });
  output.end();
  return printed;
}
