import type { ConfigurationOptions, CustomObjectsApi } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { groupVersion, kinds } from "../mesh/kinds";
import { answerOr } from "./answer-or";
import type { Labels } from "./label-selector";
import { meshName } from "./shop-objects";
import { rootNamespace } from "./sidecar-limits";
import type { Told } from "./told";

/** What a PeerAuthentication says, and of whom. */
export interface PeerAuthenticationObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Labels };
    readonly mtls?: { readonly mode?: string };
    readonly portLevelMtls?: Readonly<Record<string, unknown>>;
  };
}

/** The PeerAuthentications beside this program's own; undefined where the user may not read them. */
export interface OthersPeerAuthentications {
  readonly ofNamespace: readonly PeerAuthenticationObject[];
  readonly ofMesh: readonly PeerAuthenticationObject[];
}

export async function othersPeerAuthentications(
  api: CustomObjectsApi,
  namespace: string,
  options: ConfigurationOptions,
): Promise<OthersPeerAuthentications | undefined> {
  const { apiVersion, plural } = kinds.PeerAuthentication;
  const kind = { ...groupVersion(apiVersion), plural };
  const lists = await Promise.all(
    [namespace, rootNamespace].map((namespace) =>
      answerOr(403, undefined, api.listNamespacedCustomObject({ ...kind, namespace }, options)),
    ),
  );
  const [here, ofMesh] = lists.map((list) => (list as { items: PeerAuthenticationObject[] } | undefined)?.items);
  if (here === undefined || ofMesh === undefined) return undefined;
  return { ofNamespace: here.filter(({ metadata }) => metadata?.name !== meshName), ofMesh };
}

/** What they leave for this program to decide of a pod. The nearest decides: one for the pod, the namespace's, the mesh's. */
export function mutualTlsOf(
  others: OthersPeerAuthentications | undefined,
  labels: Labels,
): Pick<Told, "plaintext" | "mutualTlsOfOthers"> {
  if (others === undefined) return {};
  const nearer = others.ofNamespace.some(({ spec = {} }) =>
    Object.entries(spec.selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value),
  );
  if (nearer) return { mutualTlsOfOthers: true };
  const wholeMesh = others.ofMesh.find(({ spec }) => Object.keys(spec?.selector?.matchLabels ?? {}).length === 0);
  return { plaintext: wholeMesh?.spec?.mtls?.mode !== "STRICT" };
}
