import {
  type Entrance,
  type GatewayObject,
  type GatewayPod,
  rivals,
  type VirtualServiceObject,
} from "../../../../src/cluster/entrance";

const shop: Entrance = { namespace: "shop", gateway: "sock-shop", virtualService: "front-end-ingress", hosts: ["*"] };
const pods: GatewayPod[] = [
  { namespace: "istio-system", labels: { istio: "ingressgateway", app: "istio-ingressgateway" }, ready: true },
];

type Server = NonNullable<NonNullable<GatewayObject["spec"]>["servers"]>[number];
const http = (hosts: string[], more: Partial<Server> = {}): Server => ({
  port: { number: 80, protocol: "HTTP" },
  hosts,
  ...more,
});
const gateway = (servers: Server[], selector: Record<string, string> = { istio: "ingressgateway" }): GatewayObject => ({
  metadata: { namespace: "other", name: "door" },
  spec: { selector, servers },
});
const routes = (hosts: string[], more: object = {}, namespace = "other"): VirtualServiceObject => ({
  metadata: { namespace, name: "app" },
  spec: { hosts, gateways: ["door"], ...more },
});
const ours: { gateway: GatewayObject; routes: VirtualServiceObject } = {
  gateway: {
    metadata: { namespace: "shop", name: "sock-shop" },
    spec: { selector: { istio: "ingressgateway" }, servers: [http(["*"])] },
  },
  routes: {
    metadata: { namespace: "shop", name: "front-end-ingress" },
    spec: { hosts: ["*"], gateways: ["sock-shop"] },
  },
};

const app = { object: "VirtualService other/app", does: "routes", port: 80 };

test.each<[string, string[], GatewayObject[], VirtualServiceObject[], object[]]>([
  ["a catch-all beside a catch-all", ["*"], [gateway([http(["*"])])], [routes(["*"])], [{ ...app, host: "*" }]],
  [
    "a catch-all gateway with routes for the shop's host",
    ["shop.example.com"],
    [gateway([http(["*"])])],
    [routes(["shop.example.com"])],
    [{ ...app, host: "shop.example.com" }],
  ],
  [
    "a gateway for the shop's host with routes for all",
    ["shop.example.com"],
    [gateway([http(["*/Shop.Example.com"])])],
    [routes(["*"])],
    [{ ...app, host: "shop.example.com" }],
  ],
  [
    "routes that are bound from elsewhere, by the gateway's full name",
    ["*"],
    [gateway([http(["*"])])],
    [routes(["*"], { gateways: ["mesh", "other/door"] }, "third")],
    [{ object: "VirtualService third/app", does: "routes", host: "*", port: 80 }],
  ],
  [
    "a gateway that redirects, without any routes",
    ["*"],
    [gateway([http(["*"], { tls: { httpsRedirect: true } })])],
    [],
    [{ object: "Gateway other/door", does: "redirects", host: "*", port: 80 }],
  ],
  [
    "another protocol at the port",
    ["*"],
    [gateway([http(["*"], { port: { number: 80, protocol: "TCP" } })])],
    [],
    [{ object: "Gateway other/door", does: "speaks another protocol at", host: "*", port: 80 }],
  ],
  [
    "routes that somebody bound to the shop's own gateway",
    ["*"],
    [],
    [routes(["*"], { gateways: ["shop/sock-shop"] })],
    [{ ...app, host: "*" }],
  ],
  [
    "a gateway that selects all gateways",
    ["*"],
    [gateway([http(["*"])], {})],
    [routes(["*"])],
    [{ ...app, host: "*" }],
  ],
  [
    "one of the hosts",
    ["a.example.com", "b.example.com"],
    [gateway([http(["*"])])],
    [routes(["b.example.com"])],
    [{ ...app, host: "b.example.com" }],
  ],
])("refused: %s", (_, hosts, gateways, virtualServices, expected) => {
  const all = [ours.gateway, ...gateways];
  expect(rivals({ ...shop, hosts }, pods, all, [ours.routes, ...virtualServices])).toEqual(expected);
});

test.each<[string, string[], GatewayObject[], VirtualServiceObject[]]>([
  ["the shop alone", ["*"], [], []],
  [
    "a host of its own beside the shop's catch-all",
    ["*"],
    [gateway([http(["app.example.com"])])],
    [routes(["app.example.com"])],
  ],
  ["a catch-all beside the shop's host", ["shop.example.com"], [gateway([http(["*"])])], [routes(["*"])]],
  [
    "a wildcard around the shop's host",
    ["shop.example.com"],
    [gateway([http(["*.example.com"])])],
    [routes(["*.example.com"])],
  ],
  ["the other port", ["*"], [gateway([http(["*"], { port: { number: 443, protocol: "HTTPS" } })])], [routes(["*"])]],
  ["other gateway pods", ["*"], [gateway([http(["*"])], { istio: "public" })], [routes(["*"])]],
  ["a gateway that nothing is bound to", ["*"], [gateway([http(["*"])])], []],
  [
    "routes of another namespace than the gateway lets in",
    ["*"],
    [gateway([http(["./*"])])],
    [routes(["*"], { gateways: ["other/door"] }, "third")],
  ],
  ["routes that no gateway is told of", ["*"], [gateway([http(["*"])])], [routes(["*"], { exportTo: ["."] })]],
  ["routes inside of the mesh", ["*"], [gateway([http(["*"])])], [{ ...routes(["*"]), spec: { hosts: ["*"] } }]],
])("taken: %s", (_, hosts, gateways, virtualServices) => {
  const all = [ours.gateway, ...gateways];
  expect(rivals({ ...shop, hosts }, pods, all, [ours.routes, ...virtualServices])).toEqual([]);
});

describe("served over TLS", () => {
  const ended = (hosts: string[]) => gateway([http(hosts, { port: { number: 443, protocol: "HTTPS" } })]);
  const at = (hosts: string[], ports: number[], other: GatewayObject) =>
    rivals({ ...shop, hosts, ports }, pods, [ours.gateway, other], [ours.routes]);

  test("another Gateway that ends TLS for the shop's host is in the way, whether anything is bound to it or not", () => {
    expect(at(["*"], [80, 443], ended(["*"]))).toEqual([
      { object: "Gateway other/door", does: "ends TLS for", host: "*", port: 443 },
    ]);
  });

  test("one for a host of its own is not, nor is any where the shop has no port 443", () => {
    expect(at(["*"], [80, 443], ended(["app.example.com"]))).toEqual([]);
    expect(at(["*"], [80], ended(["*"]))).toEqual([]);
  });
});
