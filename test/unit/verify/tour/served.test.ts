import { besideKeys } from "../../../../verify/cluster/mesh-objects";
import {
  besideKeysOf,
  besideKeysShown,
  toldOfRequests,
  callersShown,
  partsShown,
  prefixesShown,
  shows,
  inListener,
} from "../../../../verify/tour/served";

const route = (namespace: string, virtualService: string, name: string) => ({
  name,
  metadata: {
    filter_metadata: {
      istio: { config: `/apis/networking.istio.io/v1/namespaces/${namespace}/virtual-service/${virtualService}` },
    },
  },
});
const routes = JSON.stringify({
  configs: [
    {
      route_config: {
        virtual_hosts: [
          { routes: [route("shop", "user", "user-to-v1.00000002"), { name: "allow_any" }] },
          { routes: [route("shop-b", "user", "user-to-v1.00000009")] },
        ],
      },
    },
  ],
});
const names = [
  "outbound|80||user.shop.svc.cluster.local",
  "outbound|80|v1|user.shop.svc.cluster.local",
  "inbound|80||",
];
const clusters = JSON.stringify({ configs: names.map((name) => ({ cluster: { name } })) });
const shown = partsShown("shop", routes, clusters);

test.each([
  ["its routes", "VirtualService", "user", ["user-to-v1.00000002"], true],
  ["an earlier route", "VirtualService", "user", ["user-to-v1.00000001"], false],
  ["another route missing", "VirtualService", "user", ["user-to-v1.00000002", "user-to-v2.00000002"], false],
  ["its subset", "DestinationRule", "user", ["v1"], true],
  ["another subset's mark missing", "DestinationRule", "user", ["v1", "mark-00000002"], false],
  ["nothing of it", "VirtualService", "carts", ["carts-to-v1.00000002"], false],
] as const)("a proxy that has of an object %s", (_, kind, name, parts, expected) => {
  expect(shows(shown, { kind, name, parts, at: ["sidecar"] })).toBe(expected);
});

test("filters are seen by their prefixes of statistics, in what is active, and in nothing that is on its way", () => {
  const listener = (prefix: string) => ({
    filter_chains: [
      {
        filters: [
          { typed_config: { stat_prefix: "inbound", http_filters: [{ typed_config: { stat_prefix: prefix } }] } },
        ],
      },
    ],
  });
  const dump = {
    configs: [{ active_state: { listener: listener("old") }, warming_state: { listener: listener("new") } }],
  };
  expect([...prefixesShown(JSON.stringify(dump))]).toEqual(["old"]);
  expect([...prefixesShown("{}")]).toEqual([]);
});

test("policies are seen by the callers that they name by no account", () => {
  const rule = (principal: string) => ({ principals: [{ authenticated: { principal_name: { exact: principal } } }] });
  const [active, other] = [rule("spiffe://fingerprint-0a1b2c3d"), rule("spiffe://cluster.local/ns/shop/sa/orders")];
  const dump = { configs: [{ active_state: { active, other }, warming_state: rule("spiffe://fingerprint-ffffffff") }] };
  expect([...callersShown(JSON.stringify(dump))]).toEqual(["fingerprint-0a1b2c3d"]);
});

test("what stands beside the keys of tokens is read off the object, and off what is active in a listener", () => {
  const jwks = (mark: string) => JSON.stringify({ keys: [{ kid: "a" }], mark });
  const filter = (mark: string) => ({ providers: { "origins-0": { local_jwks: { inline_string: jwks(mark) } } } });
  const dump = {
    configs: [{ active_state: filter("fingerprint-0a1b2c3d"), warming_state: filter("fingerprint-99999999") }],
  };
  expect(besideKeys(jwks("fingerprint-0a1b2c3d"))).toEqual(["fingerprint-0a1b2c3d"]);
  expect([...besideKeysShown(JSON.stringify(dump))]).toEqual(["fingerprint-0a1b2c3d"]);
});

test("a log is seen by the condition that bears a mark, and those of others are not", () => {
  const log = (expression: string) => ({ filters: [{ access_log: [{ filter: { typed_config: { expression } } }] }] });
  const [ours, theirs] = [log("true // fingerprint-0a1b2c3d"), log("response.code >= 500")];
  const dump = { configs: [{ active_state: { ours, theirs }, warming_state: log("true // fingerprint-99999999") }] };
  expect([...toldOfRequests(JSON.stringify(dump))]).toEqual(["true // fingerprint-0a1b2c3d"]);
});

test("traces are seen by the tag that bears a mark", () => {
  const custom_tags = [
    { tag: "sock-shop.tracing", literal: { value: "fingerprint-0a1b2c3d" } },
    { tag: "theirs", literal: { value: "blue" } },
  ];
  const dump = { configs: [{ active_state: { tracing: { custom_tags } } }] };
  expect([...toldOfRequests(JSON.stringify(dump))]).toEqual(["fingerprint-0a1b2c3d"]);
});

test("the host outside is seen by what stands for its state, and what is closed by the routes for unknown hosts", () => {
  const virtual_hosts = [
    { name: "block_all", routes: [] },
    { name: "api.example.com:80", routes: [] },
  ];
  const cluster = (host: string) => ({ cluster: { name: `outbound|80||${host}` } });
  const seen = partsShown(
    "shop",
    JSON.stringify({ configs: [{ route_config: { virtual_hosts } }] }),
    JSON.stringify({ configs: ["api.example.com", "fingerprint-0a1b2c3d.invalid"].map(cluster) }),
  );
  const holds = (kind: "ServiceEntry" | "Sidecar", parts: string[], all = seen) =>
    shows(all, { kind, name: "sock-shop", parts, at: ["sidecar"] });
  expect(holds("ServiceEntry", ["fingerprint-0a1b2c3d.invalid"])).toBe(true);
  expect(holds("ServiceEntry", [])).toBe(false);
  expect(holds("ServiceEntry", [], shown)).toBe(true);
  expect(holds("Sidecar", ["block_all"])).toBe(true);
  expect(holds("Sidecar", ["block_all"], partsShown("shop", "{}", "{}"))).toBe(false);
});

test("each kind is read where proxies show it: filters and policies in listeners, all else by its name", () => {
  expect(Object.keys(inListener).sort()).toEqual([
    ...["AuthorizationPolicy", "EnvoyFilter", "RequestAuthentication", "Telemetry"],
  ]);
});

test("of a gateway's tokens those of one object are told from other shops' and other teams'", () => {
  const provider = (mark: string) => ({ local_jwks: { inline_string: JSON.stringify({ keys: [], mark }) } });
  const marks = ["shop-visitors.fingerprint-00000001", "my-shop-visitors.fingerprint-00000002", "theirs"];
  const dump = JSON.stringify({ configs: [{ active_state: { providers: marks.map(provider) } }] });
  expect([...besideKeysOf("shop-visitors", dump)]).toEqual(["shop-visitors.fingerprint-00000001"]);
  expect([...besideKeysOf("visitors", dump)]).toEqual([]);
});
