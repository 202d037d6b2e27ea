import { mutualTlsOf, type PeerAuthenticationObject } from "../../../../src/cluster/peer-authentications";

const mode = (mode: string, matchLabels?: Record<string, string>): PeerAuthenticationObject => ({
  metadata: { name: "other" },
  spec: { mtls: { mode }, ...(matchLabels && { selector: { matchLabels } }) },
});
const catalogue = { name: "catalogue" };

test.each<[string, PeerAuthenticationObject[], PeerAuthenticationObject[], object]>([
  ["nobody says anything: Istio takes both", [], [], { plaintext: true }],
  ["the mesh is STRICT", [], [mode("STRICT")], { plaintext: false }],
  ["the mesh is PERMISSIVE", [], [mode("PERMISSIVE")], { plaintext: true }],
  ["the root namespace's own gateways are STRICT", [], [mode("STRICT", { app: "door" })], { plaintext: true }],
  ["somebody decides for this pod", [mode("DISABLE", catalogue)], [], { mutualTlsOfOthers: true }],
  ["somebody decides for another pod", [mode("DISABLE", { name: "user" })], [], { plaintext: true }],
  ["somebody decides for the namespace", [mode("PERMISSIVE")], [mode("STRICT")], { mutualTlsOfOthers: true }],
])("%s", (_, ofNamespace, ofMesh, expected) => {
  expect(mutualTlsOf({ ofNamespace, ofMesh }, catalogue)).toEqual(expected);
});

test("what may not be read is not known", () => {
  expect(mutualTlsOf(undefined, catalogue)).toEqual({});
});
