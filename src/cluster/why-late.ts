import type { Expectation } from "../mesh/expectation";
import { groupVersion, kinds, type KindName } from "../mesh/kinds";
import { credentialNames, fingerprints, markSubsets, routeNames } from "../mesh/marks";
import { answerOr } from "./answer-or";
import { firstLine } from "./ask-cluster";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { idleInjectors } from "./injectors";
import { kubernetesClient } from "./kubernetes-client";

/** What a cluster shows once proxies are late. */
export interface LateView {
  readonly namespace: string;
  readonly namespaceThere: boolean;
  /** Objects, `Kind/name`, that are not in the cluster as this run left them. */
  readonly strange: readonly string[];
  /** Istiod's Services, `namespace/name`, if no pod of theirs is ready. */
  readonly idleInjectors: readonly string[];
}

/** Of several causes the one that explains the others, and what to type. */
export function explained({ namespace, namespaceThere, strange, idleInjectors }: LateView): string {
  if (!namespaceThere) return `Namespace ${namespace} is gone. Type, to make all of it anew: pulumi up --refresh`;
  if (strange.length > 0) {
    return (
      `Somebody changed ${strange.join(", ")} in the cluster, or removed it. ` +
      "Type, to put it back as declared: pulumi up --refresh"
    );
  }
  const [istiod] = idleInjectors;
  if (istiod !== undefined) {
    const [where] = istiod.split("/");
    return (
      `Istio's control plane ${istiod} has no ready pod, so nobody tells the proxies. ` +
      `Type: kubectl -n ${where} get pods,events. Once it runs: pulumi up`
    );
  }
  return (
    `Type, to see what its control plane says of them: istioctl proxy-status -v 1. ` +
    "A proxy that stays behind gets all anew when its pod is replaced: kubectl delete pod. Then: pulumi up"
  );
}

/** Looks for the cause in the cluster. */
export async function whyLate(
  access: ClusterAccess,
  namespace: string,
  expectations: readonly Expectation[],
): Promise<string> {
  try {
    return explained(await lookAfter(access, namespace, expectations));
  } catch (error) {
    return `The cluster does not tell why (${firstLine(error)}). Type: kubectl cluster-info. Once it answers: pulumi up`;
  }
}

async function lookAfter(
  access: ClusterAccess,
  namespace: string,
  expectations: readonly Expectation[],
): Promise<LateView> {
  const { AdmissionregistrationV1Api, CoreV1Api, CustomObjectsApi, DiscoveryV1Api } = await kubernetesClient();
  const config = await kubeConfig(access);
  const custom = config.makeApiClient(CustomObjectsApi);
  const list = async (kind: KindName) => {
    const { apiVersion, plural } = kinds[kind];
    const question = custom.listNamespacedCustomObject({ ...groupVersion(apiVersion), namespace, plural });
    const { items } = (await question) as { items: Deployed[] };
    return items.map((item): [string, Deployed] => [`${kind}/${item.metadata.name}`, item]);
  };
  const read = async ({ object, atGateway }: Expectation): Promise<[string, Deployed][]> => {
    if (atGateway === undefined) return [];
    const [kind, name = ""] = object.split("/");
    const { apiVersion, plural } = kinds[kind as KindName];
    const where = { ...groupVersion(apiVersion), ...atGateway, plural, name };
    const item = (await answerOr(404, undefined, custom.getNamespacedCustomObject(where))) as Deployed | undefined;
    return item === undefined ? [] : [[object, item]];
  };
  const there = await answerOr(404, undefined, config.makeApiClient(CoreV1Api).readNamespace({ name: namespace }));
  const lists = [...shownKinds.map(list), ...expectations.map(read)];
  const objects = new Map((await Promise.all(lists)).flat());
  const injectors = { labelSelector: "app=sidecar-injector" };
  const webhooks = config.makeApiClient(AdmissionregistrationV1Api).listMutatingWebhookConfiguration(injectors);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const found = await answerOr(403, { items: [] }, webhooks);
  return {
    namespace,
    namespaceThere: there !== undefined && there.metadata?.deletionTimestamp === undefined,
    strange: expectations.filter((one) => isStrange(one, objects.get(one.object))).map(({ object }) => object),
    idleInjectors: (await idleInjectors(discovery, found.items, {})) ?? [],
  };
}

interface Deployed {
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

const marksOf: Partial<Record<KindName, (spec: object) => string[]>> = {
  Gateway: credentialNames,
  VirtualService: routeNames,
  DestinationRule: markSubsets as (spec: object) => string[],
  EnvoyFilter: fingerprints,
  AuthorizationPolicy: fingerprints,
  RequestAuthentication: fingerprints,
  PeerAuthentication: () => [],
  Sidecar: () => [],
  ServiceEntry: fingerprints,
  Telemetry: fingerprints,
};
const shownKinds = Object.keys(marksOf) as KindName[];

function isStrange({ object, marks }: Expectation, deployed: Deployed | undefined): boolean {
  const read = marksOf[object.split("/")[0] as KindName];
  return deployed === undefined || read?.(deployed.spec).some((mark) => !marks.includes(mark)) === true;
}
