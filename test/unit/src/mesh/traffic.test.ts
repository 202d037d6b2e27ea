import type { HttpRoute, VirtualServiceSpec } from "../../../../src/mesh/istio";
import { gatewaySpec, serviceConfig } from "../../../../src/mesh/traffic";
import type { ServiceTraffic } from "../../../../src/stage/stage";

const plain: ServiceTraffic = { versions: ["v1"], replicas: 1, routes: [{ to: "v1" }] };

/** The routes of a service's own VirtualService, their fingerprints cut off. */
function routes(traffic: Partial<ServiceTraffic>): HttpRoute[] {
  const http = serviceConfig("catalogue", { ...plain, ...traffic }, "door").virtualServices["catalogue"]?.http ?? [];
  return http.map((route) => ({ ...route, name: (route.name ?? "").replace(/\.[0-9a-f]{8}$/, "") }));
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

test("matches come first, mirror and calls count for every route", () => {
  const match = [{ headers: { cookie: { exact: "x" } } }];
  const shared = {
    mirror: { host: "catalogue", subset: "v2" },
    mirrorPercentage: { value: 7 },
    fault: { abort: { httpStatus: 503, percentage: { value: 1 } } },
    timeout: "3s",
  };
  expect(
    routes({
      routes: [{ match, to: "v2" }, { to: "v1" }],
      mirror: { to: "v2", percent: 7 },
      calls: { fault: shared.fault, timeout: "3s" },
    }),
  ).toEqual([
    { name: "catalogue-to-v2", match, route: [to("v2")], ...shared },
    { name: "catalogue-to-v1", route: [to("v1")], ...shared },
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
  expect({ ...own, http: [] }).toEqual({ hosts: ["front-end"], http: [] });
  expect({ ...ingress, http: [] }).toEqual({ hosts: ["*"], gateways: ["door"], http: [] });
  expect(ingress?.http).toEqual(own?.http);
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
    subsets: [
      { name: "v1", labels: { version: "v1" } },
      { name: "v2", labels: { version: "v2" } },
    ],
  };
  const idle = serviceConfig("front-end", plain, "door");
  const busy = serviceConfig("front-end", { ...plain, versions: ["v1", "v2"] }, "door");
  expect([idle.destinationRule, idle.idleSubsets]).toEqual([declared, ["v2"]]);
  expect([busy.destinationRule, busy.idleSubsets]).toEqual([declared, []]);
});

test("a database has a DestinationRule and no routes", () => {
  const trafficPolicy = { connectionPool: { tcp: { maxConnections: 9 } } };
  expect(serviceConfig("carts-db", { ...plain, trafficPolicy }, "door")).toEqual({
    destinationRule: { host: "carts-db", trafficPolicy, subsets: [{ name: "v1", labels: { version: "v1" } }] },
    idleSubsets: [],
    virtualServices: {},
  });
});

describe("the fingerprint in a route's name", () => {
  const mark = (traffic: Partial<ServiceTraffic>, gateway = "door") => {
    const http = serviceConfig("front-end", { ...plain, ...traffic }, gateway).virtualServices["front-end"]?.http ?? [];
    return [...new Set(http.map((route) => route.name?.split(".")[1]))];
  };

  test("is one for all routes of a service", () => {
    expect(mark({ routes: [{ match: [{ uri: { prefix: "/x" } }], to: "v2" }, { to: "v1" }] })).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}$/),
    ]);
  });

  test.each<[string, Partial<ServiceTraffic>]>([
    ["routes", { routes: [{ to: "v2" }] }],
    ["weights", { routes: [{ to: { v1: 80, v2: 20 } }] }],
    ["calls", { calls: { timeout: "1s" } }],
    ["trafficPolicy", { trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }],
  ])("changes with the %s", (_, traffic) => {
    expect(mark(traffic)).not.toEqual(mark({}));
  });

  test("does not change with what runs, which no proxy is told", () => {
    expect(mark({ versions: ["v1", "v2"], replicas: 3 })).toEqual(mark({}));
  });
});
