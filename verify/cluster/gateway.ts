import type { V1Pod, V1Service } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { Mistake } from "../../command-line/mistake";
import type { Labels } from "../selection";
import { GATEWAY_NAME, HTTP_PORT } from "../shop";
import type { Connection } from "./connect";
import { isRunning, labelSelector, selects } from "./pods";

/** The part that is read of an Istio Gateway. */
interface Gateway {
  readonly spec?: { readonly selector?: Labels };
}

/** The running pods that the deployed Gateway of the shop selects. A Mistake where none does. */
export async function gatewayPods(connection: Connection): Promise<V1Pod[]> {
  const { core, context, gatewayNamespace } = connection;
  const labels = labelSelector(await deployedSelector(connection));
  const list =
    gatewayNamespace === undefined
      ? core.listPodForAllNamespaces({ labelSelector: labels })
      : core.listNamespacedPod({ namespace: gatewayNamespace, labelSelector: labels });
  const pods = (await list).items.filter(isRunning);
  if (pods.length > 0) return pods;
  throw new Mistake(
    `no ingress gateway runs on ${context}${gatewayNamespace ? ` in namespace ${gatewayNamespace}` : ""}: no ready pod has the label ${labels}, which the shop's Gateway selects\n` +
      "to see the gateways' labels, type: kubectl get pods -A --show-labels, then: pulumi config set gatewaySelector KEY=VALUE",
  );
}

async function deployedSelector({ custom, context, namespace }: Connection): Promise<Labels> {
  const kind = { group: "networking.istio.io", version: "v1", plural: "gateways" };
  try {
    const gateway = (await custom.getNamespacedCustomObject({ ...kind, namespace, name: GATEWAY_NAME })) as Gateway;
    return readSelector(gateway, namespace);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 404) throw error;
    throw new Mistake(
      `there is no Gateway ${GATEWAY_NAME} in namespace ${namespace} on ${context} to tell which pods let visitors in\n` +
        "to deploy it, type: pulumi up",
    );
  }
}

/** The labels that a Gateway selects pods by. A Mistake where it has none, for then it is for each gateway there is. */
export function readSelector({ spec }: Gateway, namespace: string): Labels {
  const labels = spec?.selector ?? {};
  if (Object.keys(labels).length > 0) return labels;
  throw new Mistake(
    `Gateway ${GATEWAY_NAME} in namespace ${namespace} has no selector, so nobody knows which pods let visitors in\n` +
      "to repair it, type: pulumi up --refresh",
  );
}

/** The shop's address: that of the gateway's load balancer. A Mistake where it has none. */
export async function findEntrance(connection: Connection): Promise<URL> {
  const { core, context } = connection;
  const pods = await gatewayPods(connection);
  const namespaces = [...new Set(pods.map(({ metadata }) => metadata?.namespace ?? ""))];
  const lists = await Promise.all(namespaces.map((namespace) => core.listNamespacedService({ namespace })));
  const leading = lists.flatMap(({ items }) => items).filter((service) => leadsToGateway(service, pods));
  const url = addressOf(leading);
  if (url !== undefined) return url;
  const what = leading.length === 0 ? "no Service leads to the ingress gateway" : "the ingress gateway has no address";
  throw new Mistake(`${what} on ${context}\ngive the shop's address: --url http://localhost:8080, or SHOP_URL`);
}

/** Whether a Service has a port for visitors, and one of these pods behind it. */
export function leadsToGateway({ metadata, spec }: V1Service, pods: readonly V1Pod[]): boolean {
  const { selector, ports = [] } = spec ?? {};
  if (selector === undefined || !ports.some(({ port }) => port === HTTP_PORT)) return false;
  return pods.some((pod) => {
    return pod.metadata?.namespace === metadata?.namespace && selects(selector, pod.metadata?.labels);
  });
}

/** The first address that a load balancer gave one of these Services. */
export function addressOf(services: readonly V1Service[]): URL | undefined {
  for (const { status } of services) {
    const [entrance] = status?.loadBalancer?.ingress ?? [];
    const host = entrance?.hostname ?? entrance?.ip;
    if (host !== undefined) return new URL(`http://${host.includes(":") ? `[${host}]` : host}`);
  }
  return undefined;
}
