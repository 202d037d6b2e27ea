import type { Shown } from "../../../../src/cluster/shown";
import { lacking, toldInListeners } from "../../../../src/cluster/told";
import { listeners, traces } from "../../../../src/cluster/shown";
import {
  ofAuthorizationPolicy,
  ofDestinationRule,
  ofEnvoyFilter,
  ofGateway,
  ofGatewayAuthentication,
  ofPeerAuthentication,
  ofServiceEntry,
  ofSidecar,
  ofTelemetry,
  ofVirtualService,
} from "../../../../src/mesh/expectation";

const fingerprint = "fingerprint-00000002";
const route = [{ destination: { host: "user" } }];
const expectations = [
  ofVirtualService("user", "user", { hosts: ["user"], http: [{ name: "user-to-v1.00000002", route }] }),
  ofVirtualService("front-end-ingress", "front-end", {
    hosts: ["shop.example"],
    gateways: ["door"],
    http: [{ name: "front-end-to-v1.00000002", route }],
  }),
  ofDestinationRule("user-db", {
    host: "user-db",
    exportTo: ["."],
    subsets: [{ name: "v1" }, { name: "mark-00000002" }],
  }),
];

const shows = (hosts: string[], marks: Record<string, string[]>): Shown => ({
  hosts: new Set(hosts),
  marks: new Map(Object.entries(marks).map(([object, seen]) => [object, new Set(seen)])),
  refused: [],
});
const all = {
  "VirtualService/user": ["user-to-v1.00000002"],
  "DestinationRule/user-db": ["mark-00000002"],
};
const sidecar = { kind: "sidecar", limited: false, labels: { name: "carts" } } as const;
const limited = { kind: "sidecar", limited: true, labels: {} } as const;
const gateway = { kind: "gateway", limited: false, labels: {} } as const;
const ingress = "VirtualService/front-end-ingress";

test.each([
  ["a sidecar with all of its objects", sidecar, shows(["user", "user-db"], all), []],
  [
    "a sidecar with an earlier route",
    sidecar,
    shows(["user", "user-db"], { ...all, "VirtualService/user": ["user-to-v1.00000001"] }),
    ["VirtualService/user"],
  ],
  [
    "a sidecar with an earlier route beside the new one",
    sidecar,
    shows(["user", "user-db"], { ...all, "VirtualService/user": ["user-to-v1.00000001", "user-to-v1.00000002"] }),
    ["VirtualService/user"],
  ],
  [
    "a database's traffic policy of an earlier state",
    sidecar,
    shows(["user", "user-db"], { ...all, "DestinationRule/user-db": ["mark-00000001"] }),
    ["DestinationRule/user-db"],
  ],
  ["a sidecar that knows nothing yet", sidecar, shows([], {}), ["VirtualService/user", "DestinationRule/user-db"]],
  ["a sidecar that a Sidecar resource keeps all services from", limited, shows([], {}), []],
  ["one that is told of a service and is late with it", limited, shows(["user"], {}), ["VirtualService/user"]],
  [
    "a gateway with its route",
    gateway,
    shows([], { [ingress]: ["front-end-to-v1.00000002", "host shop.example"] }),
    [],
  ],
  ["a gateway for another host", gateway, shows([], { [ingress]: ["front-end-to-v1.00000002", "host *"] }), [ingress]],
])("%s", (_, told, shown, expected) => {
  expect(lacking(expectations, told, shown)).toEqual(expected);
});

describe("filters, which have no name in a listener,", () => {
  const value = { typed_config: { stat_prefix: "fingerprint-00000002" } };
  const spec = { workloadSelector: { labels: { name: "carts" } }, configPatches: [{ patch: { value } }] };
  const limit = ofEnvoyFilter("carts", "carts", spec);
  const none = ofEnvoyFilter("carts", "carts", { ...spec, configPatches: [] });
  const other = { ...sidecar, labels: { name: "user" } };

  test.each([
    ["the filter that is told", limit, sidecar, ["fingerprint-00000002"], []],
    ["an earlier filter", limit, sidecar, ["fingerprint-00000001"], ["EnvoyFilter/carts"]],
    [
      "an earlier filter beside it",
      limit,
      sidecar,
      ["fingerprint-00000001", "fingerprint-00000002"],
      ["EnvoyFilter/carts"],
    ],
    ["no filter yet", limit, sidecar, [], ["EnvoyFilter/carts"]],
    ["no filter, where there is to be none", none, sidecar, [], []],
    ["a filter that is to go", none, sidecar, ["fingerprint-00000001"], ["EnvoyFilter/carts"]],
    ["another service's pod, with a filter that is nobody's business", limit, other, ["fingerprint-00000001"], []],
    ["the gateway", limit, { ...gateway, labels: { name: "carts" } }, ["fingerprint-00000001"], []],
  ])("%s", (_, filter, told, seen, expected) => {
    expect(lacking([filter], told, shows([], seen.length > 0 ? { [listeners]: seen } : {}))).toEqual(expected);
  });

  test("are asked for at the pods that they are for, also where they are to go", () => {
    expect([sidecar, other].map((proxy) => toldInListeners([limit], proxy))).toEqual([true, false]);
    expect(toldInListeners([none], sidecar)).toBe(true);
  });
});

describe("mutual TLS, which shows in what a listener takes,", () => {
  const wanted = (mode?: "STRICT" | "PERMISSIVE" | "UNSET") =>
    ofPeerAuthentication("shop", mode === undefined ? {} : { mtls: { mode } });
  const takes = (plaintext: boolean | undefined) => ({ ...shows([], {}), plaintext });
  const late = ["PeerAuthentication/shop"];

  test.each([
    ["STRICT is there", wanted("STRICT"), {}, false, []],
    ["STRICT is not there yet", wanted("STRICT"), {}, true, late],
    ["the mesh is STRICT and this namespace is not to be", wanted("PERMISSIVE"), { plaintext: false }, false, late],
    ["STRICT is to go, and the mesh takes both", wanted("UNSET"), { plaintext: true }, false, late],
    ["STRICT went", wanted("UNSET"), { plaintext: true }, true, []],
    ["the mesh is STRICT itself", wanted(), { plaintext: false }, false, []],
    ["nobody may know what the mesh says", wanted("UNSET"), {}, false, []],
    ["somebody decides for this pod", wanted("STRICT"), { mutualTlsOfOthers: true }, true, []],
  ])("%s", (_, expectation, proxy, plaintext, expected) => {
    expect(lacking([expectation], { ...sidecar, ...proxy }, takes(plaintext))).toEqual(expected);
  });

  test("is nothing that a gateway is told", () => {
    expect(lacking([wanted("STRICT")], gateway, takes(true))).toEqual([]);
    expect(toldInListeners([wanted("STRICT")], sidecar)).toBe(true);
  });

  test("policies and filters of one pod are seen together", () => {
    const selector = { matchLabels: { name: "carts" } };
    const policy = ofAuthorizationPolicy("carts", "carts", {
      selector,
      rules: [{ from: [{ source: { principals: ["fingerprint-00000003"] } }] }],
    });
    const all = [wanted("UNSET"), policy];
    const seen = (...marks: string[]) => ({ ...shows([], { [listeners]: marks }), plaintext: true });
    expect(lacking(all, sidecar, seen("fingerprint-00000003"))).toEqual([]);
    expect(lacking(all, sidecar, seen("fingerprint-00000004"))).toEqual(["AuthorizationPolicy/carts"]);
  });
});

describe("hosts outside the mesh", () => {
  const host = "api.example.com";
  const entry = (...hosts: string[]) => ofServiceEntry("shop", { hosts });
  const open = entry(host, `${fingerprint}.invalid`);
  const closed = ofSidecar("shop", { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } });
  const inherited = ofSidecar("shop", { workloadSelector: { labels: { nobody: "" } } });
  const seen = (...marks: string[]) => shows([], marks.length > 0 ? { "ServiceEntry/shop": marks } : {});
  const refuses = (...registryOnly: boolean[]) => ({ ...shows([], {}), registryOnly: new Set(registryOnly) });

  test.each([
    ["the one is known", open, {}, seen(fingerprint), []],
    ["the one is not known yet", open, {}, seen(), [open.object]],
    ["another one is known", open, {}, seen("fingerprint-00000001"), [open.object]],
    ["none is to be known", entry("nowhere.invalid"), {}, seen(), []],
    ["one is known still", entry("nowhere.invalid"), {}, seen(fingerprint), [open.object]],
    ["a proxy is told nothing of it", open, { limited: true }, seen(), []],
    ["all else is closed", closed, {}, refuses(true), []],
    ["all else is open still", closed, {}, refuses(false), [closed.object]],
    ["one port is open still", closed, {}, refuses(true, false), [closed.object]],
    ["nothing says that it is closed", closed, {}, refuses(), [closed.object]],
    ["all else is closed still, in an open mesh", inherited, { registryOnly: false }, refuses(true), [closed.object]],
    ["one port is closed still", inherited, { registryOnly: false }, refuses(true, false), [closed.object]],
    ["all else is open again", inherited, { registryOnly: false }, refuses(false), []],
    ["the mesh is closed itself", inherited, { registryOnly: true }, refuses(true), []],
    ["nobody may know what the mesh says", inherited, {}, refuses(true), []],
    ["somebody decides for this pod", closed, { outboundOfOthers: true }, refuses(false), []],
  ])("%s", (_, expectation, proxy, shown, expected) => {
    expect(lacking([expectation], { ...sidecar, ...proxy }, shown)).toEqual(expected);
  });

  test("are nothing that a gateway is told of", () => {
    expect(lacking([open, closed], gateway, refuses(false))).toEqual([]);
  });
});

describe("the shop's Gateway", () => {
  const server = { hosts: ["*"], port: { number: 443, name: "https", protocol: "HTTPS" } };
  const tls = { mode: "SIMPLE", credentialName: "sock-shop-tls-00000002" } as const;
  const withTls = [ofGateway("sock-shop", { servers: [{ ...server, tls }] })];
  const without = [ofGateway("sock-shop", { servers: [server] })];
  const served = (...names: string[]) => shows([], names.length > 0 ? { "Gateway/sock-shop": names } : {});

  test("is lacking until gateways serve its certificate, and no earlier one", () => {
    expect(lacking(withTls, gateway, served())).toEqual(["Gateway/sock-shop"]);
    expect(lacking(withTls, gateway, served("sock-shop-tls-00000001", "sock-shop-tls-00000002"))).toHaveLength(1);
    expect(lacking(withTls, gateway, served("sock-shop-tls-00000002"))).toEqual([]);
  });

  test("without one it is lacking until gateways serve none", () => {
    expect(lacking(without, gateway, served("sock-shop-tls-00000001"))).toEqual(["Gateway/sock-shop"]);
    expect(lacking(without, gateway, served())).toEqual([]);
  });

  test("is no sidecar's, and gateways are asked for their listeners", () => {
    expect(lacking(withTls, sidecar, served())).toEqual([]);
    expect([gateway, sidecar].map((proxy) => toldInListeners(withTls, proxy))).toEqual([true, false]);
  });
});

describe("what the gateway is told of visitors' tokens, in its own namespace", () => {
  const spec = {
    jwtRules: [{ issuer: "x", jwks: JSON.stringify({ keys: [], mark: `shop-visitors.${fingerprint}` }) }],
  };
  const visitors = ofGatewayAuthentication("shop-visitors", "istio-system", spec);
  const object = "RequestAuthentication/shop-visitors";

  test("is asked of gateways alone, in their listeners", () => {
    expect(toldInListeners([visitors], gateway)).toBe(true);
    expect(toldInListeners([visitors], sidecar)).toBe(false);
    expect(toldInListeners(expectations, gateway)).toBe(false);
    expect(lacking([visitors], sidecar, shows([], {}))).toEqual([]);
  });

  test("is late where there is nothing of it, an earlier state, or one beside the new one", () => {
    const late = (seen: Record<string, string[]>) => lacking([visitors], gateway, shows([], seen));
    expect(late({ [object]: [fingerprint] })).toEqual([]);
    expect(late({})).toEqual([object]);
    expect(late({ [object]: ["fingerprint-00000001"] })).toEqual([object]);
    expect(late({ [object]: ["fingerprint-00000001", fingerprint] })).toEqual([object]);
    // Another shop's, or another team's.
    expect(late({ [object]: [fingerprint], listeners: [fingerprint, "fingerprint-00000001"] })).toEqual([]);
  });
});

describe("what is written down of requests", () => {
  const log = ofTelemetry(
    "sock-shop",
    { accessLogging: [{ filter: { expression: `true // ${fingerprint}` } }] },
    {
      name: "zipkin",
    },
  );
  const none = ofTelemetry("sock-shop", { selector: { matchLabels: { nobody: "" } } }, { name: "zipkin" });
  const seen = (...marks: string[]) =>
    shows([], { [listeners]: ["fingerprint-00000009"], ...(marks.length > 0 && { "Telemetry/sock-shop": marks }) });

  // The mark of the listener is of a pod that the stage before had, and whose policy goes with it.
  test.each([
    ["all is", log, {}, seen(fingerprint), []],
    ["nothing is yet", log, {}, seen(), [log.object]],
    ["something else is", log, {}, seen("fingerprint-00000001"), [log.object]],
    ["nothing is to be", none, {}, seen(), []],
    ["all is still", none, {}, seen(fingerprint), [none.object]],
    ["somebody decides for this pod", log, { accessLogOfOthers: true }, seen(), []],
    ["a proxy is told nothing of services", log, { limited: true }, seen(), [log.object]],
  ])("%s", (_, expectation, proxy, shown, expected) => {
    expect(lacking([expectation], { ...sidecar, ...proxy }, shown)).toEqual(expected);
  });

  test("is nothing that a gateway is told of", () => expect(lacking([log], gateway, seen())).toEqual([]));
});

describe("what is reported of requests as traces", () => {
  const literal = { value: fingerprint };
  const tracing = ofTelemetry("sock-shop", { tracing: [{ customTags: { tag: { literal } } }] }, { name: "zipkin" });
  const none = ofTelemetry("sock-shop", { selector: { matchLabels: { nobody: "" } } }, { name: "zipkin" });
  const seen = (...marks: string[]) => shows([], marks.length > 0 ? { [traces]: marks } : {});
  const zipkin = { labels: { name: "zipkin", version: "v1" } };

  test.each([
    ["are reported", tracing, {}, seen(fingerprint), []],
    ["are not yet", tracing, {}, seen(), [tracing.object]],
    ["are as before", tracing, {}, seen("fingerprint-00000001"), [tracing.object]],
    ["are not to be", none, {}, seen(), []],
    ["are still", none, {}, seen(fingerprint), [none.object]],
    ["are what somebody else decides for this pod", tracing, { tracingOfOthers: true }, seen(), []],
    ["are none at Zipkin's own pod", tracing, zipkin, seen(), []],
    ["are some at Zipkin's own pod", tracing, zipkin, seen(fingerprint), [tracing.object]],
  ])("traces %s", (_, expectation, proxy, shown, expected) => {
    expect(lacking([expectation], { ...sidecar, ...proxy }, shown)).toEqual(expected);
  });
});
