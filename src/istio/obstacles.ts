import { istioNamespace } from "./istio-namespace";

/** What a cluster has of an Istio that this stack did not install. */
export interface EarlierIstio {
  /** How the kubeconfig calls the cluster, for messages. */
  readonly cluster: string;
  /** What gives pods their sidecars now, as `namespace/pod`, or a webhook that leads out of the cluster. */
  readonly inUse: readonly string[];
  /** Whether Istio's namespace is there. */
  readonly namespace: boolean;
  /** Objects that the charts' own would collide with, as `type/name`. */
  readonly leftovers: readonly string[];
}

/**
 * What keeps Istio from being installed there, and what to type; undefined when nothing does. What is in use is never
 * advised to be removed.
 */
export function obstacle({ cluster, inUse, namespace, leftovers }: EarlierIstio): string | undefined {
  if (inUse.length > 0) {
    return (
      `${cluster} has an Istio in use that this stack did not install: ${inUse.join(", ")}. Nothing was changed. ` +
      "Type, to use it: pulumi config set --path istio.install false"
    );
  }
  const remains = [...(namespace ? [`namespace/${istioNamespace}`] : []), ...leftovers];
  if (remains.length === 0) return undefined;
  return (
    `${cluster} has remains of an earlier Istio that Helm does not take over, ${remains.length} objects such as ` +
    `${remains[0]}, and no control plane. Nothing was changed. Type, if nobody needs them, with all that is in such a ` +
    `namespace and all objects of such kinds: kubectl delete ${remains.join(" ")}`
  );
}

/** Kinds (CRDs) of Istio, by their groups. */
export const isIstioKind = (name: string): boolean => /\.istio\.io$/.test(name);

/** ClusterRoles and their bindings as the charts name them in Istio's namespace; those of Istio CNI are none. */
export const isIstioRole = (name: string): boolean =>
  /^(?:istiod-clusterrole|istiod-gateway-controller|istio-reader-clusterrole)-(?:.+-)?istio-system$/.test(name);

/** Webhooks as the charts name them, with a revision or without. */
export const isIstioWebhook = (name: string): boolean =>
  /^(?:istio-sidecar-injector|istio-validator|istiod-default-validator|istio-revision-tag)/.test(name);

/** A release of Helm that something is being done to, or was, when its `up` was killed. */
export interface PendingRelease {
  readonly release: string;
  /** The Secret in which Helm notes it. */
  readonly secret: string;
}

/** Without the note Helm begins again, with what is there of the release. */
export function halfWay(cluster: string, pending: readonly PendingRelease[]): string | undefined {
  if (pending.length === 0) return undefined;
  const releases = pending.map(({ release }) => release).join(", ");
  const secrets = pending.map(({ secret }) => secret).join(" ");
  return (
    `${cluster} has an Istio of this stack that is half-way, as if its pulumi up had been killed: ${releases}. ` +
    "Nothing was changed. Type, if no other up is at work: " +
    `kubectl -n ${istioNamespace} delete secret ${secrets} && pulumi up`
  );
}
