import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ServiceName } from "../../../src/shop/services";
import { services } from "../../../src/shop/services";
import type { ServiceTraffic } from "../../../src/stage/stage";
import { composed, names, type StageName } from "./composed";
import type { Composition } from "../../../src/stage/compose";

const baseline: ServiceTraffic = { versions: ["v1"], replicas: 1, routes: [{ to: "v1" }] };
const everywhere = Object.fromEntries(Object.keys(services).map((service) => [service, baseline]));

/** Those whose own proxies some stage sets up. */
const setUpInbound = ["front-end", "catalogue"];

/** Those that some stage wants tokens at. */
const takesTokens = ["front-end"];

/** What stages must make of the shop, as the talk's slides have it. Of one that is not here, its golden file tells. */
const expectations: Partial<
  Record<
    StageName,
    {
      shows: string;
      traffic?: Partial<Record<ServiceName, Partial<ServiceTraffic>>>;
      namespace?: Composition["namespace"];
      entrance?: Composition["entrance"];
      needs?: Composition["needs"];
    }
  >
> = {
  baseline: { shows: "the whole shop on the mesh, every service at v1", traffic: {} },
  "blue-green": {
    shows: "all users on v2 of front-end, the other version on standby",
    traffic: { "front-end": { versions: ["v1", "v2"], routes: [{ to: "v2" }] } },
  },
  canary: {
    shows: "20 % of requests go to v2 of front-end",
    traffic: { "front-end": { versions: ["v1", "v2"], routes: [{ to: { v1: 80, v2: 20 } }] } },
  },
  "header-routing": {
    shows: "users with Firefox in user-agent on v2 of front-end, others on v1",
    traffic: {
      "front-end": {
        versions: ["v1", "v2"],
        routes: [{ match: [{ headers: { "user-agent": { regex: ".*(?:Firefox).*" } } }], to: "v2" }, { to: "v1" }],
      },
    },
  },
  mirroring: {
    shows: "users on v1 of front-end, v2 gets a copy of 100 % of requests that change nothing",
    traffic: {
      "front-end": {
        versions: ["v1", "v2"],
        routes: [
          { match: [{ uri: { exact: "/login" } }], to: "v1" },
          { match: [{ method: { regex: "GET|HEAD|OPTIONS" } }], to: "v1", mirror: { to: "v2", percent: 100 } },
          { to: "v1" },
        ],
      },
    },
  },
  "delay-fault": {
    shows: "100 % of calls to catalogue take 5s longer",
    traffic: { catalogue: { calls: { fault: { delay: { fixedDelay: "5s", percentage: { value: 100 } } } } } },
  },
  "abort-fault": {
    shows: "10 % of calls to catalogue answer 500",
    traffic: { catalogue: { calls: { fault: { abort: { httpStatus: 500, percentage: { value: 10 } } } } } },
  },
  "load-balancing": {
    shows: "calls to catalogue stick to one of 3 pods by source address",
    traffic: {
      catalogue: { replicas: 3, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } },
    },
  },
  "circuit-breaking": {
    shows: "calls to catalogue over 1 connection(s) with 1 waiting; the rest get 503",
    traffic: {
      catalogue: {
        trafficPolicy: {
          connectionPool: {
            tcp: { maxConnections: 1 },
            http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
          },
          outlierDetection: {
            consecutive5xxErrors: 1,
            interval: "1s",
            baseEjectionTime: "1s",
            maxEjectionPercent: 100,
          },
        },
      },
    },
    needs: ["fortio"],
  },
  "local-rate-limit": {
    shows: "each pod of catalogue answers 10 requests in 60s; the rest get 429",
    traffic: { catalogue: { inbound: { limit: { requests: 10, per: "60s" } } } },
    needs: ["fortio"],
  },
  "global-rate-limit": {
    shows: "an account of plan BASIC gets 5 answers a minute, one of plan PLUS 20, then 429",
    traffic: {
      "front-end": { inbound: { accountLimits: { plans: { BASIC: 5, PLUS: 20 }, limiterDown: "open" } } },
    },
    needs: ["rate-limiter"],
  },
  retries: {
    shows: "up to 3 retries of 1s each on calls to catalogue",
    traffic: {
      catalogue: {
        calls: {
          retries: { attempts: 3, perTryTimeout: "1s", retryOn: "5xx,reset,connect-failure,refused-stream" },
        },
      },
    },
  },
  timeouts: {
    shows: "calls to catalogue end after 2s, answered or not",
    traffic: { catalogue: { calls: { timeout: "2s" } } },
  },
  cors: {
    shows: "scripts of https://sock-shop.example may call the shop from a browser: GET,POST,DELETE",
    traffic: {
      "front-end": {
        calls: {
          corsPolicy: {
            allowOrigins: [{ exact: "https://sock-shop.example" }],
            allowMethods: ["GET", "POST", "DELETE"],
            maxAge: "24h",
            unmatchedPreflights: "IGNORE",
          },
        },
      },
    },
  },
  "mutual-tls": {
    shows: "the shop's pods take calls by mutual TLS alone: who has no sidecar is refused",
    namespace: { mutualTls: "STRICT" },
  },
  authorization: {
    shows: "each service takes calls of those alone that need it, and catalogue GET alone; the rest get 403",
    traffic: { catalogue: { inbound: { methods: ["GET"] } } },
    namespace: { callers: "declared" },
  },
  "jwt-routing": {
    shows: "visitors whose token says group testers on v2 of front-end, others on v1; a bad token gets 401",
    traffic: {
      "front-end": {
        versions: ["v1", "v2"],
        routes: [{ claim: { name: "group", value: "testers" }, to: "v2" }, { to: "v1" }],
      },
    },
    entrance: { tokens: { issuer: "https://sock-shop.example", audience: "sock-shop" } },
  },
  egress: {
    shows: "the shop's pods call api.example.com and no other host outside the mesh",
    namespace: { egress: { host: "api.example.com" } },
  },
  "gateway-tls": {
    shows: "the shop answers over TLS alone, as sock-shop.example; plain HTTP is redirected there",
    entrance: { tls: { host: "sock-shop.example", port: 8443 } },
  },
  "access-log": {
    shows: "each sidecar writes a line for each request that it carries (all)",
    namespace: { accessLog: { filter: "all" } },
  },
  metrics: {
    shows: "Prometheus reads what each sidecar has counted, and keeps it for 2h",
    namespace: { metrics: { keptFor: "2h" } },
    needs: ["prometheus"],
  },
  tracing: {
    shows: "sidecars report 100 % of requests to Zipkin, which shows where each was and for how long",
    namespace: { tracing: { sampling: 100 } },
    needs: ["zipkin"],
  },
};

test.each(Object.entries(expectations))(
  "%s changes what the slide says and nothing else",
  (name, { shows, traffic = {}, namespace = {}, entrance = {}, needs = [] }) => {
    const expected = Object.fromEntries(
      Object.entries(everywhere).map(([service, plain]) => [service, { ...plain, ...traffic[service as ServiceName] }]),
    );
    const others = { names: [name], setUpInbound, takesTokens, changed: {}, unprovable: [] };
    expect(composed([name])).toEqual({ ...others, shows, traffic: expected, namespace, entrance, needs });
  },
);

describe.each(names)("%s", (name) => {
  test("is data: types are all it imports, and it takes no decisions", () => {
    const text = readFileSync(`stages/${name}.ts`, "utf8");
    expect(text.match(/^import .*$/gm)).toEqual([
      expect.stringMatching(/^import type \{ (?:Route, )?Stage \} from "\.\.\/src\/stage\/stage";$/),
    ]);
    expect(text).not.toMatch(/\b(?:if|switch|for|while) \(|&&|\|\||\?\?| \? /);
  });
});

test("there is one file per stage, named after it, and the index", () => {
  const files = readdirSync("stages").map((file) => basename(file, ".ts"));
  expect(files.sort()).toEqual([...names, "index"].sort());
});
