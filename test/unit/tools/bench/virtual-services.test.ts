import { expectationsOf, manifestOf } from "../../../../tools/bench/virtual-services";

const object = (name: string, route: string, gateways?: string[]) => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name, namespace: "sock-shop", resourceVersion: "7", managedFields: [] },
  spec: { hosts: [name], http: [{ name: route }], ...(gateways && { gateways }) },
});

const list = {
  items: [
    object("carts", "carts-to-v1.00000001"),
    object("front-end", "front-end-to-v1.00000002"),
    object("front-end-ingress", "front-end-to-v1.00000002", ["sock-shop"]),
  ],
};

test("a manifest has the objects asked for, without what the cluster added", () => {
  expect(JSON.parse(manifestOf(list, ["front-end-ingress"])).items).toEqual([
    {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "front-end-ingress", namespace: "sock-shop" },
      spec: { hosts: ["front-end-ingress"], http: [{ name: "front-end-to-v1.00000002" }], gateways: ["sock-shop"] },
    },
  ]);
});

test("gateways serve the routes bound to them, sidecars the others", () => {
  expect(expectationsOf(list).map(({ object, marks, told }) => [object, marks, told])).toEqual([
    ["VirtualService/carts", ["carts-to-v1.00000001"], ["sidecar"]],
    ["VirtualService/front-end", ["front-end-to-v1.00000002"], ["sidecar"]],
    ["VirtualService/front-end-ingress", ["front-end-to-v1.00000002", "host front-end-ingress"], ["gateway"]],
  ]);
});
