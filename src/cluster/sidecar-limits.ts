import type { ConfigurationOptions, CustomObjectsApi, V1Pod } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { answerOr } from "./answer-or";

/** What of a Sidecar resource says whom it limits, and to what. */
export interface SidecarResource {
  readonly metadata?: { readonly namespace?: string; readonly name?: string };
  readonly spec?: {
    readonly workloadSelector?: { readonly labels?: Readonly<Record<string, string>> };
    readonly egress?: readonly object[];
    readonly outboundTrafficPolicy?: { readonly mode?: string };
  };
}

/** Whether one of the Sidecar resources keeps services from this pod's proxy; also where they may not be read. */
export function limits(resources: readonly SidecarResource[] | undefined, pod: V1Pod): boolean {
  if (resources === undefined) return true;
  const labels = pod.metadata?.labels ?? {};
  return resources.some(
    ({ spec = {} }) =>
      (spec.egress ?? []).length > 0 &&
      Object.entries(spec.workloadSelector?.labels ?? {}).every(([key, value]) => labels[key] === value),
  );
}

/** Namespace of the mesh-wide ones, unless a mesh has another root namespace. */
export const rootNamespace = "istio-system";

/** The Sidecar resources of a namespace and of the mesh; undefined where the user may not read them. */
export async function sidecarResources(
  api: CustomObjectsApi,
  namespace: string,
  options: ConfigurationOptions,
): Promise<readonly SidecarResource[] | undefined> {
  const kind = { group: "networking.istio.io", version: "v1", plural: "sidecars" };
  const lists = await Promise.all(
    [namespace, rootNamespace].map((namespace) =>
      answerOr(403, undefined, api.listNamespacedCustomObject({ ...kind, namespace }, options)),
    ),
  );
  const found = lists as ({ items: SidecarResource[] } | undefined)[];
  return found.every((list) => list !== undefined) ? found.flatMap(({ items }) => items) : undefined;
}
