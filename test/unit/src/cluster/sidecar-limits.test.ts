import { limits } from "../../../../src/cluster/sidecar-limits";

const egress = [{ hosts: ["istio-system/*"] }];
const pod = { metadata: { labels: { name: "payment" } } };

test.each([
  ["none", [], false],
  ["one for all pods", [{ spec: { egress } }], true],
  ["one for this pod", [{ spec: { egress, workloadSelector: { labels: { name: "payment" } } } }], true],
  ["one for another pod", [{ spec: { egress, workloadSelector: { labels: { name: "user" } } } }], false],
  ["one that is about other things", [{ spec: {} }], false],
  ["unknown, as they may not be read", undefined, true],
])("Sidecar resources: %s", (_, resources, expected) => {
  expect(limits(resources, pod)).toBe(expected);
});
