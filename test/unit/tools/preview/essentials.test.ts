import { essentialsOf, placeOf } from "../../../../tools/preview/essentials";

const account = (...principals: string[]) => ({ source: { principals } });
/** Whom a policy names to bear its mark. */
const nobody = account("fingerprint-0a1b2c3d");
const of = (kind: string, rest: object) => essentialsOf({ kind, metadata: { name: "one" }, ...rest });
const to = (subset: string, weight?: number) => ({ destination: { host: "one", subset }, ...(weight && { weight }) });

test.each([
  ["Namespace", { metadata: { name: "one", labels: { "istio-injection": "enabled" } } }, "istio-injection enabled"],
  ["Namespace", {}, ""],
  ["Service", { spec: { ports: [{ port: 80, name: "http" }, { port: 9090 }] } }, "80 http, 9090"],
  [
    "Deployment",
    { spec: { replicas: 3, template: { spec: { containers: [{ image: "a:1" }, { image: "b:2" }] } } } },
    "3 × a:1\n3 × b:2",
  ],
  ["Gateway", { spec: { servers: [{ hosts: ["*"], port: { number: 80 } }] } }, "port 80 for hosts *"],
  ["VirtualService", { spec: { http: [{ name: "x", route: [to("v1", 80), to("v2", 20)] }] } }, "80 % v1, 20 % v2"],
  [
    "VirtualService",
    {
      spec: {
        http: [
          { match: [{ uri: { prefix: "/a" } }, { port: 80 }], route: [to("v2")] },
          { route: [to("v1")], fault: { delay: { fixedDelay: "5s" } } },
        ],
      },
    },
    "uri.prefix /a or port 80 → v2\nv1; fault.delay.fixedDelay 5s",
  ],
  ["VirtualService", { spec: { http: [{ route: [{ destination: { host: "other" } }] }] } }, "other"],
  [
    "DestinationRule",
    {
      spec: {
        subsets: [{ name: "v1" }, { name: "v2" }],
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } },
      },
    },
    "subsets v1, v2\nconnectionPool.tcp.maxConnections 1",
  ],
  ["ServiceEntry", { spec: { hosts: ["a.example", "fingerprint-0a1b2c3d.invalid"], exportTo: ["."] } }, "a.example"],
  ["ServiceEntry", { spec: { hosts: ["nowhere.invalid"], exportTo: ["~"] } }, "no host outside the mesh"],
  ["Sidecar", { spec: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } }, "hosts outside the mesh REGISTRY_ONLY"],
  ["Sidecar", { spec: { workloadSelector: {} } }, "no pod"],
  ["Telemetry", { spec: { selector: {} } }, "no pod"],
  [
    "Telemetry",
    { spec: { accessLogging: [{ filter: { expression: "response.code >= 400 // fingerprint-0a1b2c3d" } }] } },
    "access log of requests: response.code >= 400",
  ],
  [
    "Telemetry",
    {
      spec: {
        accessLogging: [{ filter: { expression: "true // fingerprint-0a1b2c3d" } }],
        tracing: [{ providers: [{ name: "shop-zipkin" }], randomSamplingPercentage: 25 }],
      },
    },
    "access log of requests: true\ntraces of 25 % of requests, to shop-zipkin",
  ],
  ["Telemetry", { spec: { tracing: [{ disableSpanReporting: true }] } }, "traces of no request"],
  ["PeerAuthentication", { spec: { mtls: { mode: "STRICT" } } }, "mutual TLS STRICT"],
  ["AuthorizationPolicy", { spec: { action: "DENY", rules: [{ from: [nobody] }] } }, "anyone"],
  ["AuthorizationPolicy", { spec: { action: "ALLOW", rules: [{ from: [nobody] }] } }, "nobody"],
  [
    "AuthorizationPolicy",
    {
      spec: {
        action: "ALLOW",
        rules: [
          { from: [account("*/ns/shop/sa/a", "*/ns/shop/sa/b")], to: [{ operation: { methods: ["GET"] } }] },
          { to: [{ operation: { methods: ["PUT"] } }] },
          { from: [nobody] },
        ],
      },
    },
    "accounts shop/a, shop/b; methods GET\nanyone; methods PUT",
  ],
  ["ConfigMap", { data: { stage: "canary" } }, "stage canary"],
  ["Secret", { data: { password: "[secret]" } }, "its values are not shown"],
  ["Job", { spec: {} }, ""],
])("%s %j", (kind, rest, expected) => {
  expect(of(kind, rest)).toBe(expected);
});

test("kinds are shown from the namespace on, those nobody described at the end", () => {
  const kinds = ["Job", "ConfigMap", "Service", "Namespace"];
  expect(kinds.sort((a, b) => placeOf(a) - placeOf(b))).toEqual(["Namespace", "Service", "ConfigMap", "Job"]);
});
