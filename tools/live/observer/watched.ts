import type { KubeConfig, KubernetesObject, V1ConfigMap, V1Pod } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { kubernetesClient } from "../../../src/cluster/kubernetes-client.ts";
import { gatewayPods } from "../../../src/cluster/proxies.ts";
import { gatewayLabel } from "../../../src/config/gateway-labels.ts";
import { groupVersion, kindNames, kinds } from "../../../src/mesh/kinds.ts";
import { STAGE_CONFIG_MAP } from "../../../verify/shop.ts";

/** Objects to watch, and how those that are there are listed. */
export interface Watched<T extends KubernetesObject> {
  /** In the API, such as `/api/v1/namespaces/shop/pods`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly list: () => Promise<{
    readonly items: readonly T[];
    readonly metadata?: { readonly resourceVersion?: string };
  }>;
}

/** An object of the mesh. */
export type Spec = KubernetesObject & { readonly spec?: unknown };

/** Where to look for the shop and its gateway. */
export interface Selection {
  readonly namespace: string;
  /** As the config keys of these names. */
  readonly gatewaySelector: string;
  readonly gatewayNamespace: string;
}

/** All that is watched. */
export async function watchedOf(config: KubeConfig, selection: Selection) {
  const { CoreV1Api, CustomObjectsApi } = await kubernetesClient();
  const core = config.makeApiClient(CoreV1Api);
  const custom = config.makeApiClient(CustomObjectsApi);
  const { namespace, gatewayNamespace } = selection;
  const inNamespace = (name: string) => (name === "" ? "/api/v1" : `/api/v1/namespaces/${name}`);

  const byName = { fieldSelector: `metadata.name=${STAGE_CONFIG_MAP}` };
  const record: Watched<V1ConfigMap> = {
    path: `${inNamespace(namespace)}/configmaps`,
    query: byName,
    list: () => core.listNamespacedConfigMap({ namespace, ...byName }),
  };
  const pods: Watched<V1Pod> = {
    path: `${inNamespace(namespace)}/pods`,
    query: {},
    list: () => core.listNamespacedPod({ namespace }),
  };
  const gateways: Watched<V1Pod> = {
    path: `${inNamespace(gatewayNamespace)}/pods`,
    query: { labelSelector: gatewayLabel(selection.gatewaySelector) },
    list: () => gatewayPods(core, selection),
  };
  const mesh = kindNames.map((kind) => {
    const { apiVersion, plural } = kinds[kind];
    const objects: Watched<Spec> = {
      path: `/apis/${apiVersion}/namespaces/${namespace}/${plural}`,
      query: {},
      list: () => custom.listNamespacedCustomObject({ ...groupVersion(apiVersion), namespace, plural }),
    };
    return [kind, objects] as const;
  });
  return { record, pods, gateways, mesh };
}
