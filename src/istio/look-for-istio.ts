import type { ConfigurationOptions, KubeConfig, V1ObjectMeta, V1Pod } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { RunError } from "@pulumi/pulumi";
import { answerOr } from "../cluster/answer-or";
import { askCluster } from "../cluster/ask-cluster";
import type { ClusterAccess } from "../cluster/cluster";
import { kubernetesClient } from "../cluster/kubernetes-client";
import { type HeldObject, heldByState } from "../cluster/stack-state";
import { istioNamespace, ownerLabel, thisStack } from "./istio-namespace";
import { type EarlierIstio, halfWay, isIstioKind, isIstioRole, isIstioWebhook, obstacle } from "./obstacles";

/**
 * Refuses to install Istio where one is, or remains of one, before anything is made. What this stack's state holds is its
 * own, under whatever name it was made: the state is asked where the cluster has an Istio that does not say so.
 * @param access undefined where nothing is applied: then nobody is asked
 * @param held what the state holds; undefined where the engine does not tell, and then nothing is refused
 * @throws RunError where an Istio is that this stack did not install, or remains of one
 */
export async function refuseEarlierIstio(
  access: ClusterAccess | undefined,
  held: () => Promise<readonly HeldObject[] | undefined> = heldByState,
): Promise<void> {
  if (access === undefined) return;
  const { cluster, answer } = await askCluster(access, earlierIstio);
  const lack = answer && obstacle({ cluster, ...answer });
  if (lack === undefined) return;
  const state = await held();
  if (state === undefined || state.some(({ kind, name }) => kind === "Namespace" && name === istioNamespace)) return;
  throw new RunError(lack);
}

/**
 * Refuses an `up` that would find a release of its own locked by one that was killed.
 * @param releases names of this stack's releases
 */
export async function refuseHalfWay(access: ClusterAccess | undefined, releases: readonly string[]): Promise<void> {
  if (access === undefined) return;
  const { cluster, answer } = await askCluster(access, async (config, options) => {
    const { CoreV1Api } = await kubernetesClient();
    const api = config.makeApiClient(CoreV1Api);
    const labelSelector = "owner=helm,status in (pending-install,pending-upgrade,pending-rollback)";
    // Another's release may be pending for good reasons.
    if ((await ownerOf(config, options)) !== thisStack()) return [];
    const secrets = api.listNamespacedSecret({ namespace: istioNamespace, labelSelector }, options);
    return (await answerOr(403, undefined, secrets))?.items ?? [];
  });
  const pending = answer.map(({ metadata }) => ({
    release: metadata?.labels?.["name"] ?? "",
    secret: metadata?.name ?? "",
  }));
  const lack = halfWay(
    cluster,
    pending.filter(({ release }) => releases.includes(release)),
  );
  if (lack !== undefined) throw new RunError(lack);
}

/** Undefined where the stack's own label says that this is an Istio of its own, which its state has not heard of. */
async function earlierIstio(
  config: KubeConfig,
  options: ConfigurationOptions,
): Promise<Omit<EarlierIstio, "cluster"> | undefined> {
  const owner = await ownerOf(config, options);
  if (owner === thisStack()) return undefined;
  const { AdmissionregistrationV1Api, ApiextensionsV1Api, CoreV1Api, RbacAuthorizationV1Api } =
    await kubernetesClient();
  const [core, kinds] = [config.makeApiClient(CoreV1Api), config.makeApiClient(ApiextensionsV1Api)];
  const [webhooks, roles] = [
    config.makeApiClient(AdmissionregistrationV1Api),
    config.makeApiClient(RbacAuthorizationV1Api),
  ];
  const seen = async <T extends { items: object[] }>(list: Promise<T>): Promise<T["items"]> =>
    (await answerOr(403, undefined, list))?.items ?? [];
  const labelSelector = "app=istiod";
  const [crds, clusterRoles, bindings, mutating, validating, istiods] = await Promise.all([
    seen(kinds.listCustomResourceDefinition({}, options)),
    seen(roles.listClusterRole({}, options)),
    seen(roles.listClusterRoleBinding({}, options)),
    seen(webhooks.listMutatingWebhookConfiguration({}, options)),
    seen(webhooks.listValidatingWebhookConfiguration({}, options)),
    seen(core.listPodForAllNamespaces({ labelSelector }, options)),
  ]);
  const injectors = mutating.filter(({ metadata }) => metadata?.labels?.["app"] === "sidecar-injector");
  const outside = injectors.filter(({ webhooks = [] }) => webhooks.some(({ clientConfig }) => clientConfig.url));
  return {
    inUse: [
      ...istiods.filter(isReady).map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`),
      ...outside.map(({ metadata }) => `webhook ${metadata?.name}`),
    ],
    namespace: owner !== "missing",
    leftovers: [
      ...named("crd", crds, isIstioKind),
      ...named("clusterrole", clusterRoles, isIstioRole),
      ...named("clusterrolebinding", bindings, isIstioRole),
      ...named("mutatingwebhookconfiguration", mutating, isIstioWebhook),
      ...named("validatingwebhookconfiguration", validating, isIstioWebhook),
    ],
  };
}

/** Who made Istio's namespace, by its label. */
async function ownerOf(config: KubeConfig, options: ConfigurationOptions): Promise<string | undefined> {
  const { CoreV1Api } = await kubernetesClient();
  const namespace = config.makeApiClient(CoreV1Api).readNamespace({ name: istioNamespace }, options);
  const found = await answerOr(404, "missing" as const, namespace);
  return found === "missing" ? found : found.metadata?.labels?.[ownerLabel];
}

function named(
  type: string,
  objects: readonly { readonly metadata?: V1ObjectMeta }[],
  isIstio: (name: string) => boolean,
): string[] {
  const names = objects.map(({ metadata }) => metadata?.name ?? "");
  return names.filter(isIstio).map((name) => `${type}/${name}`);
}

const isReady = ({ status }: V1Pod): boolean =>
  status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
