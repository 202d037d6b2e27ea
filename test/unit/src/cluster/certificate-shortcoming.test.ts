import { expectNamed, ourGateway, said } from "./fitting-cluster";

const denied = { lackingSecretVerbs: ["create", "delete"] };

test("a stage with TLS asks for the right to write Secrets beside the gateway, and the others do not", () => {
  const needs = { certificateIn: "istio-system" };
  expectNamed({ view: denied, needs }, "create and delete Secrets in namespace istio-system", "kubectl auth whoami");
  expect(said({ needs })).toBeUndefined();
  expect(said({ view: denied })).toBeUndefined();
});

test("it asks too where this stack brings Istio", () => {
  const needs = { certificateIn: "istio-system", bringsIstio: true };
  expectNamed({ view: denied, needs }, "Secrets in namespace istio-system", "pulumi config set stage baseline");
});

test("somebody who ends TLS for the shop's host is named with the port", () => {
  const other = {
    ...ourGateway(),
    metadata: { namespace: "team", name: "door" },
    spec: { selector: {}, servers: [{ port: { number: 443, protocol: "HTTPS" }, hosts: ["*"] }] },
  };
  const view = { gateways: [ourGateway("sock-shop/dev/1"), other] };
  const needs = { certificateIn: "istio-system" };
  expectNamed({ view, needs }, "Gateway team/door of Cluster one ends TLS for host * at port 443", "config set hosts");
  expect(said({ view })).toBeUndefined();
});
