import type { V1Pod, V1Service } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { addressOf, leadsToGateway, readSelector } from "../../../../verify/cluster/gateway";

const POD: V1Pod = { metadata: { namespace: "edge", labels: { app: "gateway", istio: "edge", hash: "1" } } };

const service = (selector: Record<string, string> | undefined, namespace = "edge", port = 80): V1Service => ({
  metadata: { namespace },
  spec: { ...(selector && { selector }), ports: [{ port }] },
});

test("the gateway's labels are those that the deployed Gateway selects", () => {
  expect(readSelector({ spec: { selector: { istio: "edge" } } }, "team-shop")).toEqual({ istio: "edge" });
});

test.each([[{}], [{ spec: {} }], [{ spec: { selector: {} } }]])(
  "a Gateway %j, which selects none, is told",
  (gateway) => {
    expect(() => readSelector(gateway, "team-shop")).toThrow("in namespace team-shop has no selector");
  },
);

test("a Service leads to the gateway by whichever of its labels", () => {
  expect(leadsToGateway(service({ app: "gateway" }), [POD])).toBe(true);
  expect(leadsToGateway(service({ app: "gateway", istio: "edge" }), [POD])).toBe(true);
});

test.each([
  ["selects a label that the gateway lacks", service({ app: "gateway", tier: "x" })],
  ["selects another value", service({ app: "other" })],
  ["is in another namespace", service({ app: "gateway" }, "shop")],
  ["has no port for visitors", service({ app: "gateway" }, "edge", 15021)],
  ["selects nothing", service(undefined)],
])("a Service that %s does not", (_why, other) => expect(leadsToGateway(other, [POD])).toBe(false));

test("the address is the first that a load balancer gave", () => {
  const at = (ingress?: { ip?: string; hostname?: string }[]): V1Service => ({
    status: { loadBalancer: { ...(ingress && { ingress }) } },
  });
  expect(addressOf([at(), at([]), at([{ ip: "10.0.0.7" }])])?.href).toBe("http://10.0.0.7/");
  expect(addressOf([at([{ ip: "10.0.0.7", hostname: "lb.example" }])])?.href).toBe("http://lb.example/");
  expect(addressOf([at([{ ip: "fd00::7" }])])?.href).toBe("http://[fd00::7]/");
  expect(addressOf([at()])).toBeUndefined();
});
