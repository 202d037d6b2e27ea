import type { ApiException, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubernetesClient } from "./cluster";
import type { ClusterView } from "./cluster-view";

/** Asks the cluster what it has of Istio. Rejects when it gives no answer. */
export async function lookAtCluster(
  config: KubeConfig,
  gatewaySelector: string,
): Promise<Omit<ClusterView, "cluster">> {
  const { AdmissionregistrationV1Api, CoreV1Api, CustomObjectsApi } = await kubernetesClient();
  const istio = { group: "networking.istio.io", version: "v1" };
  const injectors = { labelSelector: "app=sidecar-injector" };
  const gateways = { labelSelector: `istio=${gatewaySelector}` };
  const [resources, webhooks, pods] = await Promise.all([
    answerTo(404, config.makeApiClient(CustomObjectsApi).getAPIResources(istio)),
    answerTo(403, config.makeApiClient(AdmissionregistrationV1Api).listMutatingWebhookConfiguration(injectors)),
    answerTo(403, config.makeApiClient(CoreV1Api).listPodForAllNamespaces(gateways)),
  ]);
  return {
    kinds: resources?.resources.map(({ kind }) => kind) ?? [],
    injection: webhooks && webhooks.items.length > 0,
    readyGateways: pods?.items.filter(({ status }) =>
      status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    ).length,
  };
}

/** The answer, or undefined where the cluster's own answer is this HTTP status. */
async function answerTo<T>(status: number, question: Promise<T>): Promise<T | undefined> {
  try {
    return await question;
  } catch (error) {
    if ((error as Partial<ApiException<unknown>>).code === status) return undefined;
    throw error;
  }
}
