import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { answerOr } from "./answer-or";
import type { ClusterView, Needs } from "./cluster-view";
import { idleInjectors } from "./injectors";
import { kubernetesClient } from "./kubernetes-client";
import { gatewayPods } from "./proxies";

/** Asks the cluster what it has of Istio. Rejects when it gives no answer. */
export async function lookAtCluster(
  config: KubeConfig,
  needs: Needs,
  options: ConfigurationOptions,
): Promise<Omit<ClusterView, "cluster">> {
  const { AdmissionregistrationV1Api, CoreV1Api, CustomObjectsApi, DiscoveryV1Api } = await kubernetesClient();
  const core = config.makeApiClient(CoreV1Api);
  const istio = { group: "networking.istio.io", version: "v1" };
  const injectors = { labelSelector: "app=sidecar-injector" };
  const [resources, webhooks, pods, namespace] = await Promise.all([
    answerOr(404, { resources: [] }, config.makeApiClient(CustomObjectsApi).getAPIResources(istio, options)),
    answerOr(
      403,
      undefined,
      config.makeApiClient(AdmissionregistrationV1Api).listMutatingWebhookConfiguration(injectors, options),
    ),
    answerOr(403, undefined, gatewayPods(core, needs, options)),
    answerOr(404, "missing" as const, answerOr(403, undefined, core.readNamespace({ name: needs.namespace }, options))),
  ]);
  return {
    kinds: resources.resources.map(({ kind }) => kind),
    injection: webhooks && webhooks.items.length > 0,
    idleInjectors: webhooks && (await idleInjectors(config.makeApiClient(DiscoveryV1Api), webhooks.items, options)),
    readyGateways: pods?.items.filter(({ status }) =>
      status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    ).length,
    namespaceLabels: namespace === "missing" ? namespace : namespace && (namespace.metadata?.labels ?? {}),
  };
}
