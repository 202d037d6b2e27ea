import type { ConfigurationOptions, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { answerOr } from "./answer-or";
import { futureLabels } from "./shortcoming";
import type { ClusterView, Needs } from "./cluster-view";
import type { GatewayObject, VirtualServiceObject } from "./entrance";
import { idleInjectors } from "./injectors";
import { injecting } from "./injection";
import { lackingVerbs } from "./lacking-verbs";
import { kubernetesClient } from "./kubernetes-client";
import { meshConfig, meshConfigMap } from "./mesh-config";
import { metadataOnly } from "./metadata-only";
import { gatewayPods } from "./proxies";
import type { SidecarResource } from "./sidecar-limits";
import { groupVersion, type KindName, kinds } from "../mesh/kinds";

const istio = groupVersion(kinds.Gateway.apiVersion);
const { apiVersion, plural } = kinds.RequestAuthentication;
const authentications = { group: groupVersion(apiVersion).group, resource: plural };

/** Asks the cluster what it has of Istio and of the shop, all at once. Rejects when it gives no answer. */
export async function lookAtCluster(
  config: KubeConfig,
  needs: Needs,
  options: ConfigurationOptions,
): Promise<Omit<ClusterView, "cluster">> {
  const asked = namespaceOf(config, needs, options);
  const [namespace, gateways, virtualServices, sidecars, ofSecrets, ofTokens, objects, mesh] = await Promise.all([
    asked,
    istioObjects<GatewayObject>("gateways", config, needs, options),
    istioObjects<VirtualServiceObject>("virtualservices", config, needs, options),
    needs.closesEgress ? sidecarsOf(config, needs, options) : [],
    needs.certificateIn === undefined
      ? []
      : lackingVerbs(config, { group: "", resource: "secrets" }, needs.certificateIn, options),
    needs.readsTokensIn === undefined ? [] : lackingVerbs(config, authentications, needs.readsTokensIn, options),
    objectsOf(config, needs, options),
    needs.bringsIstio ? noMesh : meshOf(config, needs, options, asked),
  ]);
  const own = (kind: string, all: readonly (GatewayObject | VirtualServiceObject)[]) =>
    all
      .filter(({ metadata }) => metadata?.namespace === needs.namespace)
      .map(({ metadata }) => `${kind}/${metadata?.name}`);
  return {
    ...mesh,
    namespace,
    gateways: gateways ?? [],
    virtualServices: virtualServices ?? [],
    sidecars,
    lackingSecretVerbs: ofSecrets,
    lackingVerbs: ofTokens,
    objects:
      objects && gateways && virtualServices
        ? new Set([...objects, ...own("Gateway", gateways), ...own("VirtualService", virtualServices)])
        : undefined,
  };
}

type Mesh = Pick<
  ClusterView,
  "kinds" | "injectors" | "idleInjectors" | "discoverySelectors" | "meshConfig" | "gatewayPods"
>;

/** Of a cluster whose Istio is this stack's own to bring. */
const noMesh: Mesh = {
  kinds: [],
  injectors: undefined,
  idleInjectors: undefined,
  discoverySelectors: undefined,
  meshConfig: undefined,
  gatewayPods: undefined,
};

async function meshOf(
  config: KubeConfig,
  needs: Needs,
  options: ConfigurationOptions,
  namespace: Promise<ClusterView["namespace"]>,
): Promise<Mesh> {
  const { AdmissionregistrationV1Api, CoreV1Api, CustomObjectsApi, DiscoveryV1Api } = await kubernetesClient();
  const core = config.makeApiClient(CoreV1Api);
  const admission = config.makeApiClient(AdmissionregistrationV1Api);
  const injectors = { labelSelector: "app=sidecar-injector" };
  const webhooks = answerOr(403, undefined, admission.listMutatingWebhookConfiguration(injectors, options));
  // Which of them are the shop's depends on its namespace.
  const ofShop = Promise.all([webhooks, namespace]).then(([found, namespace]) =>
    injecting(found?.items ?? [], futureLabels(namespace, needs) ?? {}),
  );
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const [resources, found, idle, inForce, pods] = await Promise.all([
    kindsServed(config.makeApiClient(CustomObjectsApi), options),
    webhooks,
    ofShop.then((configurations) => idleInjectors(discovery, configurations, options)),
    ofShop.then(async ([first]) => {
      const content = first && (await meshConfig(core, first, options));
      return first && content && { ...meshConfigMap(first), content };
    }),
    answerOr(403, undefined, gatewayPods(core, needs, options)),
  ]);
  return {
    kinds: resources,
    injectors: found?.items,
    idleInjectors: idle,
    discoverySelectors: inForce?.content.discoverySelectors,
    meshConfig: inForce,
    gatewayPods: pods?.items.map(({ metadata, status }) => ({
      namespace: metadata?.namespace ?? "",
      labels: metadata?.labels ?? {},
      ready: (status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True"),
    })),
  };
}

/** `apiVersion Kind` of what the API serves, asked for each version that the shop has objects of. */
async function kindsServed(api: CustomObjectsApi, options: ConfigurationOptions): Promise<string[]> {
  const versions = [...new Set(Object.values(kinds).map(({ apiVersion }) => apiVersion))];
  const lists = versions.map(async (apiVersion) => {
    const { resources } = await answerOr(
      404,
      { resources: [] },
      api.getAPIResources(groupVersion(apiVersion), options),
    );
    return resources.map(({ kind }) => `${apiVersion} ${kind}`);
  });
  return (await Promise.all(lists)).flat();
}

async function namespaceOf(
  config: KubeConfig,
  { namespace: name }: Needs,
  options: ConfigurationOptions,
): Promise<ClusterView["namespace"]> {
  const { CoreV1Api } = await kubernetesClient();
  const question = config.makeApiClient(CoreV1Api).readNamespace({ name }, options);
  const answer = await answerOr(404, "missing" as const, answerOr(403, undefined, question));
  if (answer === undefined || answer === "missing") return answer;
  const { labels = {}, annotations = {}, uid = "", deletionTimestamp } = answer.metadata ?? {};
  return { labels, annotations, uid, ending: deletionTimestamp !== undefined };
}

/** Istio's objects of a kind in all namespaces, or in the shop's alone where the user may not look into the others. */
async function istioObjects<T>(
  plural: string,
  config: KubeConfig,
  { namespace }: Needs,
  options: ConfigurationOptions,
): Promise<readonly T[] | undefined> {
  const { CustomObjectsApi } = await kubernetesClient();
  const api = config.makeApiClient(CustomObjectsApi);
  const kind = { ...istio, plural };
  const everywhere = await answerOr(403, undefined, orNone(api.listClusterCustomObject(kind, options)));
  const answer =
    everywhere ??
    (await answerOr(403, undefined, orNone(api.listNamespacedCustomObject({ ...kind, namespace }, options))));
  return (answer as { items: T[] } | undefined)?.items;
}

async function sidecarsOf(
  config: KubeConfig,
  { namespace }: Needs,
  options: ConfigurationOptions,
): Promise<readonly SidecarResource[]> {
  const { CustomObjectsApi } = await kubernetesClient();
  const { apiVersion, plural } = kinds.Sidecar;
  const question = config
    .makeApiClient(CustomObjectsApi)
    .listNamespacedCustomObject({ ...groupVersion(apiVersion), namespace, plural }, options);
  return ((await answerOr([403, 404], { items: [] }, question)) as { items: readonly SidecarResource[] }).items;
}

/** `Kind/name` of what else of the shop's kinds is in its namespace; undefined where the user may not look. */
async function objectsOf(
  config: KubeConfig,
  { namespace }: Needs,
  options: ConfigurationOptions,
): Promise<readonly string[] | undefined> {
  const { CoreV1Api, CustomObjectsApi } = await kubernetesClient();
  const [core, custom] = [config.makeApiClient(CoreV1Api), config.makeApiClient(CustomObjectsApi)];
  const short = await metadataOnly(options);
  const ofIstio = (kind: KindName) => {
    const { apiVersion, plural } = kinds[kind];
    return orNone(custom.listNamespacedCustomObject({ ...groupVersion(apiVersion), namespace, plural }, short));
  };
  const deployments = { group: "apps", version: "v1", namespace, plural: "deployments" };
  const questions: Record<string, Promise<unknown>> = {
    Service: core.listNamespacedService({ namespace }, short),
    ServiceAccount: core.listNamespacedServiceAccount({ namespace }, short),
    Deployment: custom.listNamespacedCustomObject(deployments, short),
    DestinationRule: ofIstio("DestinationRule"),
    EnvoyFilter: ofIstio("EnvoyFilter"),
    PeerAuthentication: ofIstio("PeerAuthentication"),
    RequestAuthentication: ofIstio("RequestAuthentication"),
    AuthorizationPolicy: ofIstio("AuthorizationPolicy"),
    Sidecar: ofIstio("Sidecar"),
    ServiceEntry: ofIstio("ServiceEntry"),
    Telemetry: ofIstio("Telemetry"),
  };
  const lists = await Promise.all(
    Object.entries(questions).map(async ([kind, question]) => {
      const answer = (await answerOr(403, undefined, question)) as Names | undefined;
      return answer && (answer.items ?? []).map(({ metadata }) => `${kind}/${metadata?.name}`);
    }),
  );
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

interface Names {
  /** Of a short list that is empty the API says null. */
  readonly items: readonly { readonly metadata?: { readonly name?: string } }[] | null;
}

/** A cluster without the kind has none of it. */
const orNone = (question: Promise<unknown>): Promise<unknown> => answerOr(404, { items: [] }, question);
