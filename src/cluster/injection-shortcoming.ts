import type { ClusterView, Needs } from "./cluster-view";
import { injecting, relabelling, requests, revisions } from "./injection";
import type { Labels } from "./label-selector";

/** Why no pod in a namespace with these labels would get a sidecar, and what to type. */
export function injectionShortcoming(
  { cluster, injectors }: ClusterView,
  needs: Needs,
  labels: Labels | undefined,
): string | undefined {
  if (injectors === undefined) return undefined;
  if (injectors.length === 0) {
    return (
      `${cluster} has no webhook that gives pods their sidecars. Nothing was changed. ` +
      "Type, and see that istiod runs: kubectl get mutatingwebhookconfigurations -l app=sidecar-injector"
    );
  }
  if (labels === undefined || injecting(injectors, labels).length > 0) return undefined;
  const there = revisions(injectors, labels);
  const [first] = there;
  const known = there.length > 0 ? `has ${there.map(inWords).join(", ")}` : "has no revision that would";
  const asked = requests(labels).join(", ") || "neither istio-injection nor istio.io/rev";
  const said = `Namespace ${needs.namespace} of ${cluster} gives its pods no sidecars: it says ${asked}, and Istio there ${known}. Nothing was changed.`;
  if (first === undefined) return `${said} Type: istioctl tag list, kubectl get mutatingwebhookconfigurations -o yaml`;
  if (needs.createNamespace) {
    return `${said} Type: pulumi config ${first === "" ? "rm istioRevision" : `set istioRevision ${first}`}`;
  }
  return `${said} Type: kubectl label namespace ${needs.namespace} ${relabelling(labels, first)}`;
}

const inWords = (revision: string): string =>
  revision === "" ? "the default (istio-injection=enabled)" : `revision ${revision}`;
