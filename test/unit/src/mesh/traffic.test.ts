import type { HttpRoute, VirtualServiceSpec } from "../../../../src/mesh/istio";
import { gatewaySpec, serviceConfig } from "../../../../src/mesh/traffic";
import type { ServiceTraffic } from "../../../../src/stage/stage";

const plain: ServiceTraffic = { versions: ["v1"], replicas: 1, routes: [{ to: "v1" }] };

function rendered(traffic: Partial<ServiceTraffic>): HttpRoute[] {
  const http = serviceConfig("catalogue", { ...plain, ...traffic }, "door").virtualServices["catalogue"]?.http ?? [];
  return http.map((route) => ({ ...route, name: (route.name ?? "").replace(/\.[0-9a-f]{8}$/, "") }));
}

/** The routes of a service's own VirtualService, their fingerprints cut off, and what they are counted under. */
function routes(traffic: Partial<ServiceTraffic>): HttpRoute[] {
  return rendered(traffic).map(({ match = [], ...route }) => {
    const conditions = match
      .map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => name !== "statPrefix")))
      .filter((one) => Object.keys(one).length > 0);
    return { ...route, ...(conditions.length > 0 && { match: conditions }) };
  });
}

const to = (subset: string) => ({ destination: { host: "catalogue", subset } });

test("the gateway is open on port 80 for the hosts", () => {
  expect(gatewaySpec("door", ["*"])).toEqual({
    selector: { istio: "door" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
  });
});

test("the gateway's pods may have another label than istio", () => {
  expect(gatewaySpec("asm=door", ["a.example.com"])).toEqual({
    selector: { asm: "door" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["a.example.com"] }],
  });
});

test("with a certificate the gateway is open on port 443 too, for the same hosts and nothing below TLS 1.2", () => {
  const [plain, tls] = gatewaySpec("door", ["a.example.com"], "shop-tls-0a1b2c3d").servers ?? [];
  expect(plain).toEqual(gatewaySpec("door", ["a.example.com"]).servers?.[0]);
  expect(tls).toEqual({
    port: { number: 443, name: "https", protocol: "HTTPS" },
    hosts: ["a.example.com"],
    tls: { mode: "SIMPLE", credentialName: "shop-tls-0a1b2c3d", minProtocolVersion: "TLSV1_2" },
  });
});

test("where the shop is served over TLS, plain HTTP at the gateway is redirected before all other routes, and not for good", () => {
  const { virtualServices } = serviceConfig("front-end", plain, "door", ["*"], 8443);
  const [first, ...others] = virtualServices["front-end-ingress"]?.http ?? [];
  expect(first).toEqual({
    name: expect.stringMatching(/^front-end-to-https\.[0-9a-f]{8}$/),
    match: [{ port: 80 }],
    redirect: { scheme: "https", port: 8443, redirectCode: 301 },
    headers: { response: { set: { "cache-control": "no-store" } } },
  });
  expect(others.map(({ name }) => name)).toEqual([expect.stringMatching(/^front-end-to-v1\.[0-9a-f]{8}$/)]);
  // Inside the mesh nothing changes.
  expect(virtualServices["front-end"]).toEqual(serviceConfig("front-end", plain, "door").virtualServices["front-end"]);
});

test("the baseline routes to a subset too", () => {
  expect(routes({})).toEqual([{ name: "catalogue-to-v1", route: [to("v1")] }]);
});

test("shares become weights, also none and all", () => {
  expect(routes({ routes: [{ to: { v1: 0, v2: 100 } }] })).toEqual([
    {
      name: "catalogue-to-v1-v2",
      route: [
        { ...to("v1"), weight: 0 },
        { ...to("v2"), weight: 100 },
      ],
    },
  ]);
});

test("matches come first, calls count for every route", () => {
  const match = [{ headers: { cookie: { exact: "x" } } }];
  const shared = {
    fault: { abort: { httpStatus: 503, percentage: { value: 1 } } },
    timeout: "3s",
  };
  expect(
    routes({
      routes: [{ match, to: "v2" }, { to: "v1" }],
      calls: { fault: shared.fault, timeout: "3s" },
    }),
  ).toEqual([
    { name: "catalogue-to-v2", match, route: [to("v2")], ...shared },
    { name: "catalogue-to-v1", route: [to("v1")], ...shared },
  ]);
});

test("each route's requests are counted under its name without the mark, whatever they match", () => {
  const match = [{ uri: { exact: "/a" } }, { uri: { exact: "/b" } }];
  expect(rendered({ routes: [{ match, to: "v2" }, { to: "v1" }, { to: "v1" }] }).map((route) => route.match)).toEqual([
    match.map((one) => ({ ...one, statPrefix: "catalogue-to-v2" })),
    [{ statPrefix: "catalogue-to-v1" }],
    [{ statPrefix: "catalogue-to-v1-2" }],
  ]);
});

test("a copy is of one route's requests, and its name says so", () => {
  expect(routes({ routes: [{ to: "v1", mirror: { to: "v2", percent: 7 } }, { to: "v1" }] })).toEqual([
    {
      name: "catalogue-to-v1-copied-to-v2",
      route: [to("v1")],
      mirror: { host: "catalogue", subset: "v2" },
      mirrorPercentage: { value: 7 },
    },
    { name: "catalogue-to-v1", route: [to("v1")] },
  ]);
});

test("no two routes share a name, also where they lead to the same version", () => {
  const match = [{ uri: { exact: "/login" } }];
  const names = routes({ routes: [{ match, to: "v1" }, { match, to: "v2" }, { match, to: "v1" }, { to: "v1" }] });
  expect(names.map(({ name }) => name)).toEqual([
    "catalogue-to-v1",
    "catalogue-to-v2",
    "catalogue-to-v1-2",
    "catalogue-to-v1-3",
  ]);
});

test("headers are a version's own", () => {
  const headers = { response: { add: { "x-version": "v2" } } };
  expect(routes({ routes: [{ to: { v1: 50, v2: 50 }, headers: { v2: headers } }] })[0]?.route).toEqual([
    { ...to("v1"), weight: 50 },
    { ...to("v2"), weight: 50, headers },
  ]);
});

test("retries switched off carry no particulars, which Istio would refuse", () => {
  const particulars = { perTryTimeout: "1s", retryOn: "5xx" };
  expect(routes({ calls: { retries: { attempts: 0, ...particulars } } })[0]?.retries).toEqual({ attempts: 0 });
  expect(routes({ calls: { retries: { attempts: 1, ...particulars } } })[0]?.retries).toEqual({
    attempts: 1,
    ...particulars,
  });
});

test("the entrance has the same routes for the gateway's callers as for the mesh's", () => {
  const { virtualServices } = serviceConfig("front-end", plain, "door");
  const [own, ingress] = [virtualServices["front-end"], virtualServices["front-end-ingress"]] as VirtualServiceSpec[];
  expect(Object.keys(virtualServices)).toEqual(["front-end", "front-end-ingress"]);
  expect({ ...own, http: [] }).toEqual({ hosts: ["front-end"], exportTo: ["."], http: [] });
  expect({ ...ingress, http: [] }).toEqual({ hosts: ["*"], exportTo: ["*"], gateways: ["door"], http: [] });
  const nameless = (spec?: VirtualServiceSpec) => spec?.http?.map((route) => ({ ...route, name: "" }));
  expect(nameless(ingress)).toEqual(nameless(own));
  const named = serviceConfig("front-end", plain, "door", ["a.example.com"]).virtualServices;
  expect(named["front-end-ingress"]?.hosts).toEqual(["a.example.com"]);
  expect(named["front-end"]?.hosts).toEqual(["front-end"]);
});

test("only the entrance is bound to the gateway", () => {
  expect(Object.keys(serviceConfig("catalogue", plain, "door").virtualServices)).toEqual(["catalogue"]);
});

test("every subset is declared whatever runs", () => {
  const declared = {
    host: "front-end",
    exportTo: ["*"],
    trafficPolicy: { connectionPool: { http: { idleTimeout: "1s" } } },
    subsets: [
      { name: "v1", labels: { version: "v1" } },
      { name: "v2", labels: { version: "v2" } },
      { name: expect.stringMatching(/^mark-[0-9a-f]{8}$/), labels: { version: "v1" } },
    ],
  };
  const idle = serviceConfig("front-end", plain, "door");
  const busy = serviceConfig("front-end", { ...plain, versions: ["v1", "v2"] }, "door");
  expect([idle.destinationRule, idle.idleSubsets]).toEqual([declared, ["v2"]]);
  expect([busy.destinationRule, busy.idleSubsets]).toEqual([declared, []]);
});

test("callers let go of idle connections sooner than a proxy cuts them, also where a stage limits how many there are", () => {
  const limited = { connectionPool: { tcp: { maxConnections: 1 }, http: { http1MaxPendingRequests: 2 } } };
  expect(
    serviceConfig("catalogue", { ...plain, trafficPolicy: limited }, "door").destinationRule.trafficPolicy,
  ).toEqual({
    connectionPool: { tcp: { maxConnections: 1 }, http: { idleTimeout: "1s", http1MaxPendingRequests: 2 } },
  });
});

test("a database has a DestinationRule and no routes", () => {
  const trafficPolicy = { connectionPool: { tcp: { maxConnections: 9 } } };
  expect(serviceConfig("carts-db", { ...plain, trafficPolicy }, "door")).toEqual({
    destinationRule: {
      ...{ host: "carts-db", exportTo: ["."], trafficPolicy },
      subsets: [
        { name: "v1", labels: { version: "v1" } },
        { name: expect.stringMatching(/^mark-[0-9a-f]{8}$/), labels: { version: "v1" } },
      ],
    },
    idleSubsets: [],
    virtualServices: {},
  });
});

describe("the marks that proxies show", () => {
  const marks = (traffic: Partial<ServiceTraffic>) => {
    const { virtualServices, destinationRule } = serviceConfig("front-end", { ...plain, ...traffic }, "door");
    const http = virtualServices["front-end"]?.http ?? [];
    const rule = destinationRule.subsets?.find(({ name }) => name.startsWith("mark-"))?.name;
    return { routes: [...new Set(http.map((route) => route.name?.split(".")[1]))], rule };
  };
  const { routes, rule } = marks({});

  test("are one for all routes of a service, and one for its DestinationRule", () => {
    const two = marks({ routes: [{ match: [{ uri: { prefix: "/x" } }], to: "v2" }, { to: "v1" }] });
    expect(two.routes).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
    expect(rule).toMatch(/^mark-[0-9a-f]{8}$/);
  });

  test.each<[string, Partial<ServiceTraffic>]>([
    ["routes", { routes: [{ to: "v2" }] }],
    ["weights", { routes: [{ to: { v1: 80, v2: 20 } }] }],
    ["calls", { calls: { timeout: "1s" } }],
  ])("change with the %s, in the routes alone", (_, traffic) => {
    expect(marks(traffic).routes).not.toEqual(routes);
    expect(marks(traffic).rule).toEqual(rule);
  });

  // Each object has a mark of its own: one says nothing of the other.
  test("change with the traffic policy, in the DestinationRule alone", () => {
    const changed = marks({ trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } });
    expect(changed.rule).not.toEqual(rule);
    expect(changed.routes).toEqual(routes);
  });

  test("do not change with what runs, which no proxy is told", () => {
    expect(marks({ versions: ["v1", "v2"], replicas: 3 })).toEqual({ routes, rule });
  });
});

test("a route by a token's claim is the gateway's alone: inside the mesh nobody reads claims", () => {
  const claim = { name: "https://shop.example/group", value: "testers" };
  const traffic: ServiceTraffic = { ...plain, versions: ["v1", "v2"], routes: [{ claim, to: "v2" }, { to: "v1" }] };
  const { virtualServices } = serviceConfig("front-end", traffic, "door");
  const seen = (name: string) =>
    virtualServices[name]?.http?.map(({ match, route }) => [match?.[0]?.headers, route?.[0]?.destination.subset]);
  expect(seen("front-end-ingress")).toEqual([
    [{ "@request.auth.claims[https://shop.example/group]": { exact: "testers" } }, "v2"],
    [undefined, "v1"],
  ]);
  expect(seen("front-end")).toEqual([[undefined, "v1"]]);
});
