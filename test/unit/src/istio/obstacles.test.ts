import { halfWay, isIstioKind, isIstioRole, isIstioWebhook, obstacle } from "../../../../src/istio/obstacles";

const nothing = { cluster: "Cluster kind at https://k", inUse: [], namespace: false, leftovers: [] };

test("a cluster without any Istio is no obstacle", () => {
  expect(obstacle(nothing)).toBeUndefined();
});

test("an Istio in use is used or left alone, whatever lies about", () => {
  const lack = obstacle({ ...nothing, inUse: ["mesh/istiod-1"], namespace: true, leftovers: ["crd/a.istio.io"] });
  expect(lack).toBe(
    "Cluster kind at https://k has an Istio in use that this stack did not install: mesh/istiod-1. Nothing was changed. " +
      "Type, to use it: pulumi config set --path istio.install false",
  );
});

test.each([
  ["objects", { leftovers: ["crd/a.istio.io", "clusterrole/b"] }, "2 objects", "crd/a.istio.io clusterrole/b"],
  ["a namespace", { namespace: true }, "1 objects", "namespace/istio-system"],
  ["both", { namespace: true, leftovers: ["crd/a.istio.io"] }, "2 objects", "namespace/istio-system crd/a.istio.io"],
])("remains of one are to be removed: %s", (_, remains, count, names) => {
  expect(obstacle({ ...nothing, ...remains })).toBe(
    `Cluster kind at https://k has remains of an earlier Istio that Helm does not take over, ${count} such as ` +
      `${names.split(" ")[0]}, and no control plane. Nothing was changed. Type, if nobody needs them, with all that is ` +
      `in such a namespace and all objects of such kinds: kubectl delete ${names}`,
  );
});

test.each([
  [isIstioKind, "gateways.networking.istio.io", true],
  [isIstioKind, "gateways.gateway.networking.k8s.io", false],
  [isIstioKind, "istio.io.example.com", false],
  [isIstioRole, "istiod-clusterrole-istio-system", true],
  [isIstioRole, "istio-reader-clusterrole-1-29-istio-system", true],
  [isIstioRole, "istiod-clusterrole-mesh", false],
  [isIstioRole, "istio-cni", false],
  [isIstioWebhook, "istio-sidecar-injector-1-29", true],
  [isIstioWebhook, "istiod-default-validator", true],
  [isIstioWebhook, "cert-manager-webhook", false],
])("%p of %s: %s", (question, name, answer) => {
  expect(question(name)).toBe(answer);
});

test("releases that are half-way are begun again without Helm's note", () => {
  expect(halfWay("Cluster c", [])).toBeUndefined();
  const pending = [
    { release: "istiod", secret: "sh.helm.release.v1.istiod.v1" },
    { release: "istio-base", secret: "sh.helm.release.v1.istio-base.v2" },
  ];
  expect(halfWay("Cluster c", pending)).toBe(
    "Cluster c has an Istio of this stack that is half-way, as if its pulumi up had been killed: istiod, istio-base. " +
      "Nothing was changed. Type, if no other up is at work: kubectl -n istio-system delete secret " +
      "sh.helm.release.v1.istiod.v1 sh.helm.release.v1.istio-base.v2 && pulumi up",
  );
});
