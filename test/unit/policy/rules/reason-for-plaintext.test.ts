import { reasonForPlaintext } from "../../../../policy/rules/reason-for-plaintext";
import type { Declared } from "../../../../policy/rule";
import { peerAuthentication } from "../declared";

const of = (...resources: Declared[]) =>
  reasonForPlaintext.violations(resources).map(({ urn, message }) => `${urn.replace(/.*::/, "")}: ${message}`);

const selector = { matchLabels: { name: "catalogue" } };
const reason = { annotations: { "sock-shop/takes-plaintext": "a scraper outside the mesh" } };

const shop = (mode?: string) => peerAuthentication("shop", { ...(mode && { mtls: { mode } }) });
const mesh = (mode: string) => peerAuthentication("mesh", { mtls: { mode } }, { namespace: "istio-system" });
const pods = (spec: object, metadata: object = {}) =>
  peerAuthentication("pods", { selector, ...spec }, { namespace: "shop", ...metadata });
const mode = (mode: string) => ({ mtls: { mode } });
const port = (mode: string) => ({ portLevelMtls: { 80: { mode } } });

test.each<[string, Declared[]]>([
  ["STRICT", [shop("STRICT")]],
  ["PERMISSIVE that is the namespace's only one", [shop("PERMISSIVE")]],
  ["PERMISSIVE for the mesh", [mesh("PERMISSIVE")]],
  ["PERMISSIVE below PERMISSIVE", [shop("PERMISSIVE"), pods(mode("PERMISSIVE"))]],
  ["PERMISSIVE where the namespace leaves it to a mesh that says nothing", [shop(), pods(mode("PERMISSIVE"))]],
  ["UNSET below STRICT", [shop("STRICT"), pods(mode("UNSET"))]],
  ["no mode below STRICT", [mesh("STRICT"), shop()]],
  ["a port that is UNSET below STRICT", [shop("STRICT"), pods(port("UNSET"))]],
  ["a port that is STRICT below PERMISSIVE", [shop("PERMISSIVE"), pods(port("STRICT"))]],
  [
    "STRICT in another namespace",
    [shop("PERMISSIVE"), peerAuthentication("other", mode("STRICT"), { namespace: "other" })],
  ],
  ["STRICT for other pods", [shop("PERMISSIVE"), pods(mode("STRICT"))]],
  [
    "pods below a namespace that has a reason",
    [
      mesh("STRICT"),
      peerAuthentication("shop", mode("PERMISSIVE"), { namespace: "shop", ...reason }),
      pods(mode("PERMISSIVE")),
    ],
  ],
  ["PERMISSIVE with a reason", [shop("STRICT"), pods(mode("PERMISSIVE"), reason)]],
  ["DISABLE with a reason", [shop("STRICT"), pods({ ...mode("DISABLE"), ...port("DISABLE") }, reason)]],
])("%s is taken", (_, resources) => {
  expect(of(...resources)).toEqual([]);
});

const forPods = "for namespace shop with selector name=catalogue";
const permissive = ", where the stack has STRICT. Allowed: STRICT or UNSET, or a reason in the PeerAuthentication's ";
const disable = ". Allowed: STRICT, PERMISSIVE or UNSET, or a reason in the PeerAuthentication's ";
const end = "annotation sock-shop/takes-plaintext.";

test.each<[string, Declared[], string[]]>([
  ["DISABLE, alone", [shop("DISABLE")], [`shop: spec.mtls.mode of shop is DISABLE for namespace shop${disable}${end}`]],
  [
    "DISABLE for the mesh",
    [mesh("DISABLE")],
    [`mesh: spec.mtls.mode of mesh is DISABLE for namespace istio-system${disable}${end}`],
  ],
  [
    "PERMISSIVE for pods of a STRICT namespace",
    [shop("STRICT"), pods(mode("PERMISSIVE"))],
    [`pods: spec.mtls.mode of pods is PERMISSIVE ${forPods}${permissive}${end}`],
  ],
  [
    "PERMISSIVE for a namespace of a STRICT mesh",
    [shop("PERMISSIVE"), mesh("STRICT")],
    [`shop: spec.mtls.mode of shop is PERMISSIVE for namespace shop${permissive}${end}`],
  ],
  [
    "PERMISSIVE for pods of a STRICT mesh, in a namespace that leaves it to the mesh",
    [mesh("STRICT"), shop("UNSET"), pods(mode("PERMISSIVE"))],
    [`pods: spec.mtls.mode of pods is PERMISSIVE ${forPods}${permissive}${end}`],
  ],
  [
    "PERMISSIVE beside STRICT for the same namespace: the older counts, whichever it is",
    [shop("STRICT"), peerAuthentication("late", mode("PERMISSIVE"))],
    [`late: spec.mtls.mode of late is PERMISSIVE for namespace shop${permissive}${end}`],
  ],
  [
    "a PERMISSIVE port of a STRICT namespace",
    [shop("STRICT"), pods(port("PERMISSIVE"))],
    [`pods: spec.portLevelMtls[80].mode of pods is PERMISSIVE ${forPods}${permissive}${end}`],
  ],
  [
    "a PERMISSIVE port of STRICT pods",
    [pods({ ...mode("STRICT"), ...port("PERMISSIVE") })],
    [`pods: spec.portLevelMtls[80].mode of pods is PERMISSIVE ${forPods}${permissive}${end}`],
  ],
  [
    "a port with DISABLE",
    [pods({ ...mode("PERMISSIVE"), ...port("DISABLE") })],
    [`pods: spec.portLevelMtls[80].mode of pods is DISABLE ${forPods}${disable}${end}`],
  ],
  [
    "an empty reason",
    [pods(mode("DISABLE"), { annotations: { "sock-shop/takes-plaintext": " " } })],
    [`pods: spec.mtls.mode of pods is DISABLE ${forPods}${disable}${end}`],
  ],
  [
    "another object's reason",
    [peerAuthentication("shop", mode("STRICT"), { namespace: "shop", ...reason }), pods(mode("PERMISSIVE"))],
    [`pods: spec.mtls.mode of pods is PERMISSIVE ${forPods}${permissive}${end}`],
  ],
])("%s is refused", (_, resources, messages) => {
  expect(of(...resources)).toEqual(messages);
});
