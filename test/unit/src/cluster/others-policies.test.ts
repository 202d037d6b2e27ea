import { remarks } from "../../../../src/cluster/others-policies";
import type { PeerAuthenticationObject } from "../../../../src/cluster/peer-authentications";

const policy = (name: string, mode: string, matchLabels?: Record<string, string>): PeerAuthenticationObject => ({
  metadata: { name },
  spec: { mtls: { mode }, ...(matchLabels && { selector: { matchLabels } }) },
});
const said = (
  ofNamespace: PeerAuthenticationObject[],
  ofMesh: PeerAuthenticationObject[],
  authorizationPolicies: string[] = [],
) => remarks({ peerAuthentications: { ofNamespace, ofMesh }, authorizationPolicies }, "shop");

test("a mesh that leaves all to the shop is not worth a word", () => {
  expect(said([policy("one", "STRICT", { name: "user" })], [policy("default", "PERMISSIVE")])).toEqual([]);
  expect(remarks({ peerAuthentications: undefined, authorizationPolicies: [] }, "shop")).toEqual([]);
});

test.each([
  [said([], [policy("default", "STRICT")]), "the control of mutual-tls cannot fail here"],
  [said([policy("default", "PERMISSIVE")], []), "PeerAuthentication shop/default is for the whole namespace"],
  [said([], [], ["istio-system/deny-all"]), "AuthorizationPolicy istio-system/deny-all holds for the whole mesh"],
])("what counts for the shop too is named, in one line: %s", (lines, words) => {
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
  expect(lines[0]).not.toContain("\n");
});
