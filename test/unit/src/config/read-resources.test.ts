import * as pulumi from "@pulumi/pulumi";
import { readResources } from "../../../../src/config/read-resources";
import { changed, sidecarAnnotations } from "../../../../src/shop/resources";
import { services } from "../../../../src/shop/services";

function read(value: object) {
  pulumi.runtime.setAllConfig({ "sock-shop:resources": JSON.stringify(value) });
  return readResources(new pulumi.Config("sock-shop"));
}

const declared = services.carts.container.resources;

test("what is said of all, and then of one, goes before what is declared, quantity by quantity", () => {
  const changes = read({
    all: { requests: { cpu: "5m" }, limits: { cpu: 2 } },
    carts: { requests: { memory: "200Mi" }, limits: { cpu: 0.5 } },
  });
  expect(changed(declared, "carts", changes)).toEqual({
    requests: { cpu: "5m", memory: "200Mi" },
    limits: { cpu: "0.5", memory: "1Gi" },
  });
  expect(changed(declared, "orders", changes)).toEqual({
    requests: { cpu: "5m", memory: "300Mi" },
    limits: { cpu: "2", memory: "1Gi" },
  });
  expect(changed(services["carts-db"].container.resources, "carts-db", read({}))).toEqual({
    requests: { cpu: "10m", memory: "64Mi" },
  });
});

test("what is said of all is not said of Istio's sidecars, which are told by annotations", () => {
  expect(sidecarAnnotations(read({ all: { requests: { cpu: "5m" } } }))).toEqual({});
  expect(sidecarAnnotations(read({ "istio-proxy": { requests: { cpu: "1m" }, limits: { memory: "1Gi" } } }))).toEqual({
    "sidecar.istio.io/proxyCPU": "1m",
    "sidecar.istio.io/proxyMemoryLimit": "1Gi",
  });
});

const set = "Type: pulumi config set --path";

test.each<[string, object, string]>([
  [
    "CPU that is none",
    { carts: { requests: { cpu: "5 m" } } },
    `Config resources.carts.requests.cpu is "5 m". Allowed: an amount of CPU, such as 5m, 0.5 or 2. ${set} resources.carts.requests.cpu 5m`,
  ],
  [
    "memory in thousandths of a byte",
    { all: { limits: { memory: "64m" } } },
    `Config resources.all.limits.memory is "64m". Allowed: an amount of memory, such as 64Mi, 1Gi or 500M. ${set} resources.all.limits.memory 64Mi`,
  ],
  [
    "quantities that belong one level lower",
    { carts: { cpu: "5m" } },
    "Config resources.carts.cpu is not known. Did you mean resources.carts.limits? Allowed: requests, limits. " +
      "Type: pulumi config rm --path resources.carts.cpu",
  ],
  [
    "an amount in place of an object",
    { all: "5m" },
    'Config resources.all is "5m". Allowed: an object with requests and limits. Type: pulumi config rm --path resources.all',
  ],
  ["nobody's resources", { cart: {} }, "Config resources.cart is not known. Did you mean resources.carts?"],
  [
    "a request beyond a limit that is declared",
    { carts: { requests: { memory: "2Gi" } } },
    `Config resources.carts.requests.memory is 2Gi. Allowed: at most its limit, 1Gi. ${set} resources.carts.requests.memory 1Gi`,
  ],
  [
    "a limit of all below a request that is declared",
    { all: { limits: { memory: "128Mi" } } },
    `Config resources.front-end.requests.memory is 300Mi. Allowed: at most its limit, 128Mi. ${set} resources.front-end.requests.memory 128Mi`,
  ],
  [
    "a sidecar's request beyond its limit",
    { "istio-proxy": { requests: { cpu: "2" }, limits: { cpu: "500m" } } },
    `Config resources.istio-proxy.requests.cpu is 2. Allowed: at most its limit, 500m. ${set} resources.istio-proxy.requests.cpu 500m`,
  ],
])("refuses %s", (_, value, message) => {
  let refusal = "";
  try {
    read(value);
  } catch (error) {
    refusal = (error as Error).message;
  }
  expect(`${refusal}\n`).toContain(message.endsWith("?") ? message : `${message}\n`);
});
