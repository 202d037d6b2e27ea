const istioKinds = ["Gateway", "VirtualService", "DestinationRule"];

/** What the shop asks of a cluster; each field as the config key of that name. */
export interface Needs {
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly gatewaySelector: string;
  readonly gatewayNamespace: string;
}

/** What a cluster shows of Istio. */
export interface ClusterView {
  /** How the kubeconfig calls the cluster, for messages. */
  readonly cluster: string;
  /** Kinds of `networking.istio.io/v1` that its API serves. */
  readonly kinds: readonly string[];
  /** Whether some webhook puts sidecars into pods; undefined where the user may not know. */
  readonly injection: boolean | undefined;
  /** Services behind those webhooks, of which none has a pod that is ready; undefined where the user may not know. */
  readonly idleInjectors: readonly string[] | undefined;
  /** Gateway pods with the selector's label that are ready; undefined where the user may not know. */
  readonly readyGateways: number | undefined;
  /** Labels of the shop's namespace; undefined where the user may not know. */
  readonly namespaceLabels: Readonly<Record<string, string>> | "missing" | undefined;
}

/** What keeps the shop from running there, and what to type; undefined when nothing does. */
export function shortcoming(view: ClusterView, needs: Needs): string | undefined {
  const missing = istioKinds.filter((kind) => !view.kinds.includes(kind));
  if (missing.length > 0) {
    return (
      `${view.cluster} has no Istio: its API does not serve ${missing.join(", ")} of networking.istio.io/v1. ` +
      "Nothing was changed. Install Istio with its ingress gateway, or let this stack do it: " +
      "pulumi config set --path istio.install true"
    );
  }
  if (view.injection === false) {
    return (
      `${view.cluster} has no webhook that gives pods their sidecars. Nothing was changed. ` +
      "Type, and see that istiod runs: kubectl get mutatingwebhookconfigurations -l app=sidecar-injector"
    );
  }
  if (view.idleInjectors !== undefined && view.idleInjectors.length > 0) {
    const [first = ""] = view.idleInjectors;
    const [namespace, name] = first.split("/");
    return (
      `${view.cluster} has no ready pod of ${first}, Istio's control plane: it would start no pod of the shop and take ` +
      `no route. Nothing was changed. Type: kubectl -n ${namespace} get deployment ${name}`
    );
  }
  if (view.readyGateways === 0) {
    const where = needs.gatewayNamespace === "" ? "" : ` in namespace ${needs.gatewayNamespace}`;
    return (
      `${view.cluster} has no ready gateway pod with the label istio=${needs.gatewaySelector}${where}. ` +
      "Nothing was changed. Type, to see the gateways' labels: kubectl get pods -A -L istio. " +
      "Then: pulumi config set gatewaySelector LABEL"
    );
  }
  if (!needs.createNamespace) return namespaceShortcoming(view, needs.namespace);
  return undefined;
}

function namespaceShortcoming({ cluster, namespaceLabels }: ClusterView, namespace: string): string | undefined {
  if (namespaceLabels === "missing") {
    return (
      `${cluster} has no namespace ${namespace}, and createNamespace is false. Nothing was changed. ` +
      `Type: kubectl create namespace ${namespace} && kubectl label namespace ${namespace} istio-injection=enabled`
    );
  }
  if (namespaceLabels !== undefined && !injects(namespaceLabels)) {
    return (
      `Namespace ${namespace} of ${cluster} gives its pods no sidecars. Nothing was changed. ` +
      `Type: kubectl label namespace ${namespace} istio-injection=enabled`
    );
  }
  return undefined;
}

/** A namespace asks for the default injector by one label, or for a revision's by the other. */
function injects(labels: Readonly<Record<string, string>>): boolean {
  return (
    labels["istio-injection"] === "enabled" || (labels["istio-injection"] === undefined && "istio.io/rev" in labels)
  );
}
