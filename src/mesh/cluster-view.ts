const istioKinds = ["Gateway", "VirtualService", "DestinationRule"];

/** What a cluster shows of Istio. */
export interface ClusterView {
  /** How the kubeconfig calls the cluster, for messages. */
  readonly cluster: string;
  /** Kinds of `networking.istio.io/v1` that its API serves. */
  readonly kinds: readonly string[];
  /** Whether some webhook puts sidecars into pods; undefined where the user may not know. */
  readonly injection: boolean | undefined;
  /** Gateway pods with the selector's label that are ready; undefined where the user may not know. */
  readonly readyGateways: number | undefined;
}

/** What keeps the shop from running there, and what to type; undefined when nothing does. */
export function shortcoming(view: ClusterView, gatewaySelector: string): string | undefined {
  const missing = istioKinds.filter((kind) => !view.kinds.includes(kind));
  if (missing.length > 0) {
    return (
      `${view.cluster} has no Istio: its API does not serve ${missing.join(", ")} of networking.istio.io/v1. ` +
      "Nothing was changed. Install Istio with its ingress gateway: istioctl install"
    );
  }
  if (view.injection === false) {
    return (
      `${view.cluster} has no webhook that gives pods their sidecars. Nothing was changed. ` +
      "Type, and see that istiod runs: kubectl get mutatingwebhookconfigurations -l app=sidecar-injector"
    );
  }
  if (view.readyGateways === 0) {
    return (
      `${view.cluster} has no ready gateway pod with the label istio=${gatewaySelector}. Nothing was changed. ` +
      "Type, to see the gateways' labels: kubectl get pods -A -L istio. Then: pulumi config set gatewaySelector LABEL"
    );
  }
  return undefined;
}
