import type { ConfigurationOptions, KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { groupVersion, kinds } from "../mesh/kinds";
import { answerOr } from "./answer-or";
import { kubernetesClient } from "./kubernetes-client";
import { type OthersPeerAuthentications, othersPeerAuthentications } from "./peer-authentications";
import { rootNamespace } from "./sidecar-limits";

/** Policies that hold for the shop and are not this program's. */
export interface OthersPolicies {
  /** Undefined where the user may not read them. */
  readonly peerAuthentications: OthersPeerAuthentications | undefined;
  /** `namespace/name` of AuthorizationPolicies for the whole mesh. */
  readonly authorizationPolicies: readonly string[];
}

interface AuthorizationPolicyObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: unknown; readonly targetRefs?: unknown; readonly targetRef?: unknown };
}

export async function othersPolicies(
  config: KubeConfig,
  namespace: string,
  options: ConfigurationOptions,
): Promise<OthersPolicies> {
  const { CustomObjectsApi } = await kubernetesClient();
  const api = config.makeApiClient(CustomObjectsApi);
  const { apiVersion, plural } = kinds.AuthorizationPolicy;
  const kind = { ...groupVersion(apiVersion), plural, namespace: rootNamespace };
  const list = api.listNamespacedCustomObject(kind, options) as Promise<{ items: AuthorizationPolicyObject[] }>;
  const [peerAuthentications, { items }] = await Promise.all([
    answerOr(404, undefined, othersPeerAuthentications(api, namespace, options)),
    answerOr([403, 404], { items: [] }, list),
  ]);
  const wide = items.filter(({ spec }) => !spec?.selector && !spec?.targetRefs && !spec?.targetRef);
  return {
    peerAuthentications,
    authorizationPolicies: wide.map(({ metadata }) => `${rootNamespace}/${metadata?.name}`),
  };
}

/** What they mean for stages and their controls, a line each. */
export function remarks({ peerAuthentications, authorizationPolicies }: OthersPolicies, namespace: string): string[] {
  const { ofNamespace = [], ofMesh = [] } = peerAuthentications ?? {};
  const isWide = ({ spec }: { spec?: { selector?: { matchLabels?: object } } }) =>
    Object.keys(spec?.selector?.matchLabels ?? {}).length === 0;
  const strict = ofMesh.find((one) => isWide(one) && one.spec?.mtls?.mode === "STRICT");
  const lines = ofNamespace
    .filter(isWide)
    .map(
      ({ metadata }) =>
        `PeerAuthentication ${namespace}/${metadata?.name} is for the whole namespace, and so is the shop's: of two the older counts, so that stage mutual-tls may do nothing.`,
    );
  if (strict !== undefined) {
    lines.push(
      `PeerAuthentication ${rootNamespace}/${strict.metadata?.name} makes the whole mesh STRICT: calls without mutual TLS are refused at every stage, and the control of mutual-tls cannot fail here.`,
    );
  }
  if (authorizationPolicies.length > 0) {
    lines.push(
      `AuthorizationPolicy ${authorizationPolicies.join(", ")} holds for the whole mesh, the shop included: what it refuses is refused at every stage, and the control of authorization may not fail here.`,
    );
  }
  return lines;
}
