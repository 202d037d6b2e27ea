import {
  listeners,
  shownInClusters,
  shownInListeners,
  shownInRoutes,
  together,
  traces,
} from "../../../../src/cluster/shown";
import { isMarkSubset } from "../../../../src/mesh/marks";

/** As a proxy of the lab answers, cut down to what is read. */
const route = (namespace: string, virtualService: string, name: string) => ({
  name,
  metadata: {
    filter_metadata: {
      istio: { config: `/apis/networking.istio.io/v1/namespaces/${namespace}/virtual-service/${virtualService}` },
    },
  },
});
const routes = (...virtual_hosts: object[]) => JSON.stringify({ configs: [{ route_config: { virtual_hosts } }] });
const asRecords = (marks: ReadonlyMap<string, ReadonlySet<string>>) =>
  Object.fromEntries([...marks].map(([object, seen]) => [object, [...seen]]));

test("a sidecar shows the routes of this namespace's VirtualServices, not those of another shop, and which services it knows", () => {
  const dump = routes(
    { name: "user.sock-shop.svc.cluster.local:80", routes: [route("sock-shop", "user", "user-to-v1.0a1b2c3d")] },
    { name: "user.shop-b.svc.cluster.local:80", routes: [route("shop-b", "user", "user-to-v1.ffffffff")] },
    { name: "carts.sock-shop.svc.cluster.local:80", routes: [{ name: "default" }] },
    { name: "allow_any", routes: [{ name: "allow_any" }] },
  );
  const { marks, hosts } = shownInRoutes(dump, "sock-shop");
  expect(asRecords(marks)).toEqual({ "VirtualService/user": ["user-to-v1.0a1b2c3d"] });
  expect([...hosts]).toEqual(["user", "carts"]);
});

test("a gateway shows for which hosts it has the routes", () => {
  const ingress = route("sock-shop", "front-end-ingress", "front-end-to-v1.0a1b2c3d");
  const dump = routes(
    { name: "shop.example:80", routes: [ingress] },
    { name: "*:80", routes: [route("shop-b", "front-end-ingress", "front-end-to-v1.ffffffff")] },
  );
  expect(asRecords(shownInRoutes(dump, "sock-shop").marks)).toEqual({
    "VirtualService/front-end-ingress": ["front-end-to-v1.0a1b2c3d", "host shop.example"],
  });
});

test("a proxy that has nothing answers without configs", () => {
  expect(shownInRoutes("{}", "sock-shop").marks.size).toBe(0);
});

test("a DestinationRule shows by its mark among the subsets of its host, on whatever port", () => {
  const names = [
    "outbound|3306|v1|catalogue-db.sock-shop.svc.cluster.local",
    "outbound|3306|mark-0a1b2c3d|catalogue-db.sock-shop.svc.cluster.local",
    "outbound|3306|mark-ffffffff|catalogue-db.shop-b.svc.cluster.local",
    "outbound|80||user.sock-shop.svc.cluster.local",
    "inbound|80||",
    "BlackHoleCluster",
  ];
  const dump = JSON.stringify({ configs: names.map((name) => ({ cluster: { name } })) });
  const { marks, hosts } = shownInClusters(dump, "sock-shop", isMarkSubset);
  expect(asRecords(marks)).toEqual({ "DestinationRule/catalogue-db": ["mark-0a1b2c3d"] });
  expect([...hosts]).toEqual(["catalogue-db", "user"]);
});

test("a policy shows in a listener that is active, not in one that warms up, and a refusal in Envoy's words", () => {
  const rule = (mark: string) => ({ principals: [{ safe_regex: { regex: `.*/ns/${mark}/.*` } }] });
  const dump = JSON.stringify({
    configs: [
      {
        name: "virtualInbound",
        active_state: { listener: rule("fingerprint-0a1b2c3d") },
        warming_state: { listener: rule("fingerprint-ffffffff") },
        error_state: { details: "Didn't find a registered implementation" },
      },
    ],
  });
  const { marks, refused } = shownInListeners(dump, "sock-shop");
  expect(asRecords(marks)).toEqual({ listeners: ["fingerprint-0a1b2c3d"] });
  expect(refused).toEqual(["Didn't find a registered implementation"]);
});

test("of several shops and teams whose tokens a gateway reads, one shop's object shows under its own name", () => {
  const provider = (mark: string) => ({
    local_jwks: { inline_string: JSON.stringify({ keys: [{ kid: "fingerprint-eeeeeeee" }], mark }) },
  });
  const listener = (...marks: string[]) => ({ name: "0.0.0.0_8080", active_state: { providers: marks.map(provider) } });
  const shown = (...marks: string[]) =>
    shownInListeners(JSON.stringify({ configs: [listener(...marks)] }), "shop").marks.get(
      "RequestAuthentication/shop-visitors",
    );
  expect([...(shown("shop-visitors.fingerprint-0a1b2c3d", "my-shop-visitors.fingerprint-ffffffff") ?? [])]).toEqual([
    "fingerprint-0a1b2c3d",
  ]);
  expect(shown("fingerprint-0a1b2c3d", "shop-2-visitors.fingerprint-ffffffff")).toBeUndefined();
});

test("parts add up", () => {
  const clusters = JSON.stringify({
    configs: [{ cluster: { name: "outbound|80|mark-0a1b2c3d|user.sock-shop.svc.cluster.local" } }],
  });
  const dump = routes({ name: "carts.sock-shop.svc.cluster.local:80", routes: [route("sock-shop", "carts", "x")] });
  const all = together([shownInRoutes(dump, "sock-shop"), shownInClusters(clusters, "sock-shop", isMarkSubset)]);
  expect([...all.marks.keys()]).toEqual(["VirtualService/carts", "DestinationRule/user"]);
  expect([...all.hosts]).toEqual(["carts", "user"]);
});

test("a listener takes calls without TLS where one of its filter chains is for them", () => {
  const listener = (...protocols: string[]) => ({
    active_state: {
      listener: {
        filter_chains: protocols.map((transport_protocol) => ({ filter_chain_match: { transport_protocol } })),
      },
    },
  });
  const taken = (...configs: object[]) => shownInListeners(JSON.stringify({ configs }), "sock-shop").plaintext;
  expect(taken(listener("tls", "raw_buffer"))).toBe(true);
  expect(taken(listener("tls"))).toBe(false);
  // What is on its way out has no say.
  expect(taken({ ...listener("tls"), draining_state: listener("raw_buffer").active_state })).toBe(false);
  expect(together([shownInRoutes("{}", "sock-shop"), shownInListeners("{}", "sock-shop")]).plaintext).toBe(false);
});

describe("calls to hosts that the mesh does not know", () => {
  const leaving = (cluster: string) => ({
    name: "virtualOutbound",
    active_state: { listener: { filter_chains: [{ filters: [{ typed_config: { cluster } }] }] } },
  });
  const inListeners = (...configs: object[]) => shownInListeners(JSON.stringify({ configs }), "sock-shop");
  const inRoutes = (...names: string[]) => shownInRoutes(routes(...names.map((name) => ({ name }))), "sock-shop");
  const refuses = (one: ReturnType<typeof inRoutes>) => [...(one.registryOnly ?? [])];

  test("are let through or refused by the listener for what leaves, and by the routes of each port", () => {
    expect(refuses(inListeners(leaving("PassthroughCluster")))).toEqual([false]);
    expect(refuses(inListeners(leaving("BlackHoleCluster")))).toEqual([true]);
    expect(refuses(inRoutes("allow_any"))).toEqual([false]);
    expect(refuses(inRoutes("user.sock-shop.svc.cluster.local:80", "block_all"))).toEqual([true]);
    expect(refuses(inRoutes("block_all", "allow_any")).sort()).toEqual([false, true]);
    expect(refuses(together([inListeners(leaving("BlackHoleCluster")), inRoutes("allow_any")]))).toEqual([true, false]);
  });

  test("are no matter of the listener for what arrives, nor is that for what leaves one of calls without TLS", () => {
    const arriving = { ...leaving("PassthroughCluster"), name: "virtualInbound" };
    expect(refuses(inListeners(arriving))).toEqual([]);
    const chain = { filter_chain_match: { transport_protocol: "raw_buffer" } };
    const plain = { name: "virtualOutbound", active_state: { listener: { filter_chains: [chain] } } };
    expect(inListeners(plain).plaintext).toBe(false);
    // What is not in force yet has no say.
    expect(refuses(inListeners({ name: "virtualOutbound", warming_state: leaving("x").active_state }))).toEqual([]);
  });

  test("a ServiceEntry is seen by the host that bears its mark", () => {
    const seen = inRoutes("api.example.com:80", "fingerprint-0a1b2c3d.invalid:80", "block_all");
    expect(asRecords(seen.marks)).toEqual({ "ServiceEntry/sock-shop": ["fingerprint-0a1b2c3d"] });
    expect(asRecords(inRoutes("api.example.com:80").marks)).toEqual({});
  });
});

test("a Gateway shows by the Secrets that active listeners serve TLS with, and not by another shop's", () => {
  const listener = (...names: string[]) => ({
    listener: { filter_chains: names.map((name) => ({ tls_certificate_sds_secret_configs: [{ name }] })) },
  });
  const dump = JSON.stringify({
    configs: [
      {
        name: "0.0.0.0_8443",
        active_state: listener("kubernetes://sock-shop-tls-0a1b2c3d", "kubernetes://shop-b-tls-0a1b2c3d"),
        warming_state: listener("kubernetes://sock-shop-tls-ffffffff"),
      },
      { name: "0.0.0.0_9443", draining_state: listener("kubernetes://sock-shop-tls-eeeeeeee") },
    ],
  });
  expect(asRecords(shownInListeners(dump, "sock-shop").marks)).toEqual({
    "Gateway/sock-shop": ["sock-shop-tls-0a1b2c3d"],
  });
});

test("a Telemetry is seen by the comment in the condition of what is written down, apart from what else is in listeners", () => {
  const log = (expression: string) => ({ access_log: [{ filter: { typed_config: { expression } } }] });
  const [all, policy] = [log("true // fingerprint-0a1b2c3d"), { exact: "spiffe://fingerprint-00000001" }];
  const active_state = { listener: { filter_chains: [{ filters: [all, policy, log("response.code >= 500")] }] } };
  const configs = [
    { name: "virtualInbound", active_state, warming_state: log("true // fingerprint-99999999") },
    { name: "virtualOutbound", active_state: log("true // fingerprint-88888888") },
  ];
  expect(asRecords(shownInListeners(JSON.stringify({ configs }), "sock-shop").marks)).toEqual({
    "Telemetry/sock-shop": ["fingerprint-0a1b2c3d"],
    [listeners]: ["fingerprint-00000001"],
  });
});

test("of a Telemetry's traces the tag that bears the mark is seen, apart from its log and from others' tags", () => {
  const tag = (tag: string, value: string) => ({ tag, literal: { value } });
  const tracing = { custom_tags: [tag("sock-shop.tracing", "fingerprint-0a1b2c3d"), tag("theirs", "blue")] };
  const log = { expression: "true // fingerprint-00000002" };
  const configs = [{ name: "virtualInbound", active_state: { tracing, log, exact: "spiffe://fingerprint-00000001" } }];
  expect(asRecords(shownInListeners(JSON.stringify({ configs }), "sock-shop").marks)).toEqual({
    "Telemetry/sock-shop": ["fingerprint-00000002"],
    [traces]: ["fingerprint-0a1b2c3d"],
    [listeners]: ["fingerprint-00000001"],
  });
});
