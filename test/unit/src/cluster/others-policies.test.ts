import { type OthersPolicies, remarks } from "../../../../src/cluster/others-policies";
import type { PeerAuthenticationObject } from "../../../../src/cluster/peer-authentications";
import type { TelemetryObject } from "../../../../src/cluster/telemetries";

const policy = (name: string, mode: string, matchLabels?: Record<string, string>): PeerAuthenticationObject => ({
  metadata: { name },
  spec: { mtls: { mode }, ...(matchLabels && { selector: { matchLabels } }) },
});
const none: OthersPolicies = {
  ...{ peerAuthentications: undefined, authorizationPolicies: [], telemetries: undefined, meshLogs: undefined },
  meshTraces: undefined,
};
const said = (
  ofNamespace: PeerAuthenticationObject[],
  ofMesh: PeerAuthenticationObject[],
  authorizationPolicies: string[] = [],
) =>
  remarks(
    { ...none, peerAuthentications: { ofNamespace, ofMesh }, authorizationPolicies },
    { mutualTls: "STRICT" },
    "shop",
  );
const logging = (name: string, matchLabels?: Record<string, string>): TelemetryObject => ({
  metadata: { name },
  spec: { accessLogging: [{}], ...(matchLabels && { selector: { matchLabels } }) },
});
const logged = (ofNamespace: TelemetryObject[], ofMesh: TelemetryObject[], meshLogs = false) =>
  remarks({ ...none, telemetries: { ofNamespace, ofMesh }, meshLogs }, { accessLog: { filter: "all" } }, "shop");

const traced = (ofNamespace: TelemetryObject[], ofMesh: TelemetryObject[], meshTraces?: boolean) =>
  remarks({ ...none, telemetries: { ofNamespace, ofMesh }, meshTraces }, { tracing: { sampling: 100 } }, "shop");

test("a mesh that leaves all to the shop is not worth a word", () => {
  expect(said([policy("one", "STRICT", { name: "user" })], [policy("default", "PERMISSIVE")])).toEqual([]);
  expect(logged([logging("one", { name: "user" })], [{ metadata: { name: "default" } }])).toEqual([]);
  expect(traced([], [logging("default")], false)).toEqual([]);
  for (const about of [{ mutualTls: "STRICT" }, { accessLog: { filter: "all" } }] as const) {
    expect(remarks(none, about, "shop")).toEqual([]);
  }
});

test.each([
  [said([], [policy("default", "STRICT")]), "the control of mutual-tls cannot fail here"],
  [said([policy("default", "PERMISSIVE")], []), "PeerAuthentication shop/default is for the whole namespace"],
  [said([], [], ["istio-system/deny-all"]), "AuthorizationPolicy istio-system/deny-all holds for the whole mesh"],
  [logged([{ metadata: { name: "theirs" } }], []), "Telemetry shop/theirs is for the whole namespace"],
  [logged([], [logging("mesh-default")]), "Telemetry istio-system/mesh-default says what the whole mesh writes down"],
  [traced([{ metadata: { name: "theirs" } }], [], false), "so that stage tracing may do nothing"],
  [traced([], [{ metadata: { name: "all" }, spec: { tracing: [{}] } }], false), "Telemetry istio-system/all says what"],
  [traced([], [], true), "The mesh's config says what the whole mesh reports as traces"],
  [traced([], []), "nobody knows whether it has the provider shop-zipkin"],
  [logged([], [], true), "The mesh's config says what the whole mesh writes down"],
])("what counts for the shop too is named, in one line: %s", (lines, words) => {
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
  expect(lines[0]).not.toContain("\n");
});

test("what is no matter of the stage is not worth a word", () => {
  const all = {
    peerAuthentications: { ofNamespace: [], ofMesh: [policy("default", "STRICT")] },
    ...{ authorizationPolicies: ["istio-system/deny-all"], telemetries: undefined, meshLogs: true },
    meshTraces: true,
  };
  expect(remarks(all, { accessLog: { filter: "all" } }, "shop")).toHaveLength(1);
  expect(remarks(all, { callers: "declared" }, "shop")).toHaveLength(2);
  expect(remarks(all, { tracing: { sampling: 100 } }, "shop")).toHaveLength(1);
  expect(remarks(all, { egress: { host: "a.example" } }, "shop")).toEqual([]);
});
