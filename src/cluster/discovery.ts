import type { ClusterView, Needs } from "./cluster-view";
import { lackingLabels, type Labels, takes } from "./label-selector";
import { injectionLabels } from "./injection";

/** Why Istio would not see what is in a namespace with these labels, and what to type. */
export function discoveryShortcoming(
  { cluster, discoverySelectors = [], namespace }: ClusterView,
  needs: Needs,
  labels: Labels | undefined,
): string | undefined {
  if (labels === undefined || discoverySelectors.length === 0) return undefined;
  if (discoverySelectors.some((selector) => takes(selector, labels))) return undefined;
  const [lacking] = discoverySelectors.flatMap((selector) => {
    const set = lackingLabels(selector, labels);
    return set ? [set.join(" ")] : [];
  });
  const said =
    `Istio of ${cluster} does not look at namespace ${needs.namespace}: the discoverySelectors of its mesh config take ` +
    `none with its labels${lacking ? `, and would with ${lacking}` : ""}. Nothing was changed.`;
  if (lacking === undefined) return `${said} Type: istioctl analyze --all-namespaces`;
  if (namespace !== "missing") return `${said} Type: kubectl label namespace ${needs.namespace} ${lacking} --overwrite`;
  const injection = Object.entries(injectionLabels(needs.istioRevision)).map((label) => label.join("="));
  return (
    `${said} Type: kubectl create namespace ${needs.namespace} && kubectl label namespace ${needs.namespace} ` +
    `${injection.join(" ")} ${lacking} && pulumi config set createNamespace false`
  );
}
