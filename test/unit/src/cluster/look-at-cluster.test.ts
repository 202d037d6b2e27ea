import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Needs } from "../../../../src/cluster/cluster-view";
import { kubernetesClient } from "../../../../src/cluster/kubernetes-client";
import { lookAtCluster } from "../../../../src/cluster/look-at-cluster";
import { needs } from "./fitting-cluster";

const injectors: unknown = JSON.parse(readFileSync(join(__dirname, "recorded/injectors.json"), "utf8"));
const named = (...names: string[]) => names.map((name) => ({ metadata: { name, namespace: "sock-shop" } }));
const mesh = "discoverySelectors:\n- matchLabels:\n    discovery: on\n";
const istio = "/apis/networking.istio.io/v1";
const filters = "/apis/networking.istio.io/v1alpha3";
const security = "/apis/security.istio.io/v1";
const telemetry = "/apis/telemetry.istio.io/v1";
const kinds = [
  ...["v1 Gateway", "v1 VirtualService", "v1alpha3 EnvoyFilter"].map((kind) => `networking.istio.io/${kind}`),
  "security.istio.io/v1 AuthorizationPolicy",
];

/** A cluster with the shop in it, as its API answers; a question that is not here is answered 404, as for kinds that are not there. */
const answers: Record<string, unknown> = {
  "/api/v1/namespaces/other/services": { items: null },
  "/api/v1/namespaces/other/serviceaccounts": { items: null },
  "/apis/apps/v1/namespaces/other/deployments": { items: null },
  [`${istio}/namespaces/other/destinationrules`]: { items: null },
  [filters]: { resources: [{ kind: "EnvoyFilter" }] },
  [security]: { resources: [{ kind: "AuthorizationPolicy" }] },
  [istio]: { resources: [{ kind: "Gateway" }, { kind: "VirtualService" }] },
  "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations": { items: injectors },
  "/api/v1/pods": {
    items: [
      {
        metadata: { namespace: "istio-system", labels: { istio: "ingressgateway" } },
        status: { conditions: [{ type: "Ready", status: "True" }] },
      },
    ],
  },
  "/api/v1/namespaces/sock-shop": {
    metadata: { uid: "1", labels: { "istio-injection": "enabled" }, annotations: { "sock-shop/made-by": "x" } },
  },
  [`${istio}/gateways`]: { items: [...named("sock-shop"), { metadata: { name: "door", namespace: "team" } }] },
  [`${istio}/virtualservices`]: { items: named("user") },
  "/api/v1/namespaces/sock-shop/services": { items: named("carts") },
  "/api/v1/namespaces/sock-shop/serviceaccounts": { items: named("carts") },
  [`${security}/namespaces/sock-shop/authorizationpolicies`]: { items: named("carts") },
  "/apis/apps/v1/namespaces/sock-shop/deployments": { items: named("carts") },
  [`${istio}/namespaces/sock-shop/destinationrules`]: { items: named("carts") },
  [`${istio}/namespaces/sock-shop/sidecars`]: { items: named("team") },
  [`${telemetry}/namespaces/sock-shop/telemetries`]: { items: named("theirs") },
  [`${filters}/namespaces/sock-shop/envoyfilters`]: { items: named("carts") },
  [`${istio}/namespaces/sock-shop/gateways`]: { items: named("sock-shop") },
  [`${istio}/namespaces/sock-shop/virtualservices`]: { items: named("user") },
  "/apis/discovery.k8s.io/v1/namespaces/istio-system/endpointslices": {
    items: [{ endpoints: [{ conditions: { ready: true } }] }],
  },
  "/api/v1/namespaces/istio-system/configmaps/istio": { data: { mesh } },
};

let server: Server;
let config: KubeConfig;
let forbidden: (path: string) => boolean;
let asked: string[];
/** What is answered to a question whose body matters; undefined where it does not. */
let answering: (pathname: string, body: string) => unknown;

beforeAll(async () => {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    asked.push(`${pathname} ${request.headers.accept}`);
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const answer = answering(pathname, body) ?? answers[pathname];
    response.setHeader("content-type", "application/json");
    response.statusCode = forbidden(pathname) ? 403 : answer === undefined ? 404 : 200;
    response.end(JSON.stringify(response.statusCode === 200 ? answer : { kind: "Status", code: response.statusCode }));
  };
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  config = new (await kubernetesClient()).KubeConfig();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  config.loadFromClusterAndUser({ name: "c", server: url, skipTLSVerify: true }, { name: "u" });
});
afterAll(() => server.close());
beforeEach(() => {
  forbidden = () => false;
  answering = () => undefined;
  asked = [];
});

const look = (wanted: Partial<Needs> = {}) => lookAtCluster(config, { ...needs, ...wanted }, {});

test("sees Istio, the shop's namespace and what is in it", async () => {
  expect(await look()).toEqual({
    kinds,
    injectors: expect.arrayContaining([expect.objectContaining({ webhooks: expect.anything() })]),
    idleInjectors: [],
    lackingSecretVerbs: [],
    discoverySelectors: [{ matchLabels: { discovery: "on" } }],
    meshConfig: {
      ...{ namespace: "istio-system", name: "istio" },
      content: { discoverySelectors: [{ matchLabels: { discovery: "on" } }] },
    },
    gatewayPods: [{ namespace: "istio-system", labels: { istio: "ingressgateway" }, ready: true }],
    namespace: {
      labels: { "istio-injection": "enabled" },
      annotations: { "sock-shop/made-by": "x" },
      uid: "1",
      ending: false,
    },
    objects: new Set([
      "Service/carts",
      "ServiceAccount/carts",
      "Deployment/carts",
      "DestinationRule/carts",
      "EnvoyFilter/carts",
      "AuthorizationPolicy/carts",
      "Sidecar/team",
      "Telemetry/theirs",
      "Gateway/sock-shop",
      "VirtualService/user",
    ]),
    gateways: answers[`${istio}/gateways`] && [
      ...named("sock-shop"),
      { metadata: { name: "door", namespace: "team" } },
    ],
    virtualServices: named("user"),
    sidecars: [],
    lackingVerbs: [],
  });
});

test("asks for the rights to tell the gateway of tokens, where a stage does, verb by verb", async () => {
  const reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const attributes: object[] = [];
  answering = (pathname, body) => {
    if (pathname !== reviews) return undefined;
    const { resourceAttributes } = (JSON.parse(body) as { spec: { resourceAttributes: { verb: string } } }).spec;
    attributes.push(resourceAttributes);
    return { status: { allowed: resourceAttributes.verb === "get" } };
  };
  expect((await look({ readsTokensIn: "doors" })).lackingVerbs).toEqual(["create", "patch", "delete"]);
  const about = { group: "security.istio.io", resource: "requestauthentications", namespace: "doors" };
  expect(attributes).toEqual(
    expect.arrayContaining(["get", "create", "patch", "delete"].map((verb) => ({ ...about, verb }))),
  );
  await look();
  expect(attributes).toHaveLength(4);
});

test("asks only for names where no more is wanted", async () => {
  await look();
  const whole = asked.filter((one) => !one.includes("PartialObjectMetadataList")).map((one) => one.split(" ")[0]);
  expect(whole).not.toContain("/apis/apps/v1/namespaces/sock-shop/deployments");
  expect(whole).toContain(`${istio}/gateways`);
});

test("a user who may see nothing is told nothing, and not refused", async () => {
  forbidden = (path) => ![istio, filters, security, telemetry].includes(path);
  expect(await look()).toEqual({
    kinds,
    injectors: undefined,
    idleInjectors: [],
    discoverySelectors: undefined,
    meshConfig: undefined,
    gatewayPods: undefined,
    namespace: undefined,
    objects: undefined,
    gateways: [],
    virtualServices: [],
    sidecars: [],
    lackingSecretVerbs: [],
    lackingVerbs: [],
  });
  // Not even to ask what they may.
  expect((await look({ readsTokensIn: "doors" })).lackingVerbs).toEqual([]);
});

test.each(Object.keys(answers).filter((path) => ![istio, filters, security].includes(path)))(
  "a user who may not ask for %s is not refused",
  async (path) => {
    forbidden = (asked) => asked === path;
    await expect(look()).resolves.toMatchObject({ kinds });
  },
);

test("a user who may only look into the shop's namespace sees what is there", async () => {
  forbidden = (path) => [`${istio}/gateways`, `${istio}/virtualservices`].includes(path);
  expect(await look()).toMatchObject({ gateways: named("sock-shop"), virtualServices: named("user") });
});

test("a cluster without the kinds or the namespace has none of them", async () => {
  const without = await look({ namespace: "other" });
  expect(without).toMatchObject({ namespace: "missing", objects: new Set() });
});

test("looks at the namespace's Sidecars where they matter, as far as it may", async () => {
  expect((await look({ closesEgress: true })).sidecars).toEqual(named("team"));
  forbidden = (path) => path.endsWith("/sidecars");
  expect((await look({ closesEgress: true })).sidecars).toEqual([]);
});

test("of Istio that the stack brings nothing is asked", async () => {
  await look({ bringsIstio: true });
  expect(asked.some((one) => /webhook|configmaps|\/api\/v1\/pods/.test(one))).toBe(false);
});
