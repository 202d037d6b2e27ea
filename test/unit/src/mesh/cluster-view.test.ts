import { type ClusterView, shortcoming } from "../../../../src/mesh/cluster-view";

const fit: ClusterView = {
  cluster: "Cluster one",
  kinds: ["Gateway", "VirtualService", "DestinationRule", "Sidecar"],
  injection: true,
  readyGateways: 1,
};

test.each<[string, Partial<ClusterView>]>([
  ["Istio with its gateway", {}],
  ["webhooks the user may not see", { injection: undefined }],
  ["pods the user may not see", { readyGateways: undefined }],
])("%s will do", (_, view) => {
  expect(shortcoming({ ...fit, ...view }, "ingressgateway")).toBeUndefined();
});

test.each<[string, Partial<ClusterView>, string]>([
  ["no Istio", { kinds: [] }, "does not serve Gateway, VirtualService, DestinationRule of networking.istio.io/v1"],
  ["an old Istio", { kinds: ["Gateway", "VirtualService"] }, "does not serve DestinationRule of"],
  ["no injection", { injection: false }, "has no webhook that gives pods their sidecars"],
  ["no gateway", { readyGateways: 0 }, "has no ready gateway pod with the label istio=ingressgateway"],
])("%s is named, and that nothing was changed", (_, view, named) => {
  const said = shortcoming({ ...fit, ...view }, "ingressgateway");
  expect(said).toContain(`Cluster one ${named.startsWith("does") ? "has no Istio: its API " : ""}${named}`);
  expect(said).toContain("Nothing was changed.");
});
