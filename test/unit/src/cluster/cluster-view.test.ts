import { type ClusterView, type Needs, shortcoming } from "../../../../src/cluster/cluster-view";

const fit: ClusterView = {
  cluster: "Cluster one",
  kinds: ["Gateway", "VirtualService", "DestinationRule", "Sidecar"],
  injection: true,
  idleInjectors: [],
  readyGateways: 1,
  namespaceLabels: { "istio-injection": "enabled" },
};
const needs: Needs = {
  namespace: "sock-shop",
  createNamespace: true,
  gatewaySelector: "ingressgateway",
  gatewayNamespace: "",
};
const existing = { ...needs, createNamespace: false };

test.each<[string, Partial<ClusterView>, Needs?]>([
  ["Istio with its gateway", {}],
  ["webhooks the user may not see", { injection: undefined }],
  ["a control plane the user may not see", { idleInjectors: undefined }],
  ["pods the user may not see", { readyGateways: undefined }],
  ["a namespace that is yet to be made", { namespaceLabels: "missing" }],
  ["a namespace that is there", {}, existing],
  ["a namespace of a revision of Istio", { namespaceLabels: { "istio.io/rev": "canary" } }, existing],
  ["a namespace the user may not see", { namespaceLabels: undefined }, existing],
])("%s will do", (_, view, wanted = needs) => {
  expect(shortcoming({ ...fit, ...view }, wanted)).toBeUndefined();
});

test.each<[string, Partial<ClusterView>, string, Needs?]>([
  [
    "no Istio",
    { kinds: [] },
    "Cluster one has no Istio: its API does not serve Gateway, VirtualService, DestinationRule of networking.istio.io/v1",
  ],
  ["an old Istio", { kinds: ["Gateway", "VirtualService"] }, "its API does not serve DestinationRule of"],
  ["no injection", { injection: false }, "Cluster one has no webhook that gives pods their sidecars"],
  [
    "a control plane without pods",
    { idleInjectors: ["istio-system/istiod"] },
    "Cluster one has no ready pod of istio-system/istiod, Istio's control plane",
  ],
  ["no gateway", { readyGateways: 0 }, "Cluster one has no ready gateway pod with the label istio=ingressgateway."],
  [
    "no gateway where it should be",
    { readyGateways: 0 },
    "with the label istio=ingressgateway in namespace ingress.",
    { ...needs, gatewayNamespace: "ingress" },
  ],
  ["no namespace", { namespaceLabels: "missing" }, "Cluster one has no namespace sock-shop, and", existing],
  ["no sidecars", { namespaceLabels: {} }, "Namespace sock-shop of Cluster one gives its pods no sidecars", existing],
  [
    "sidecars switched off",
    { namespaceLabels: { "istio-injection": "disabled", "istio.io/rev": "canary" } },
    "gives its pods no sidecars",
    existing,
  ],
])("%s is named, and that nothing was changed", (_, view, named, wanted = needs) => {
  const said = shortcoming({ ...fit, ...view }, wanted);
  expect(said).toContain(named);
  expect(said).toContain("Nothing was changed.");
});
