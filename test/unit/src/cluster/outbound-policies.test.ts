import { outboundOf } from "../../../../src/cluster/outbound-policies";
import type { SidecarResource } from "../../../../src/cluster/sidecar-limits";

const catalogue = { name: "catalogue" };
const sidecar = (namespace: string, mode?: string, labels?: Record<string, string>): SidecarResource => ({
  metadata: { namespace, name: "other" },
  spec: { ...(mode && { outboundTrafficPolicy: { mode } }), ...(labels && { workloadSelector: { labels } }) },
});
const ours: SidecarResource = {
  metadata: { namespace: "shop", name: "sock-shop" },
  spec: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } },
};

test.each<[string, SidecarResource[], string | undefined, object]>([
  ["nobody says anything but the mesh's config", [], "ALLOW_ANY", { registryOnly: false }],
  ["the mesh's config is closed", [], "REGISTRY_ONLY", { registryOnly: true }],
  ["the mesh's config may not be read", [], undefined, { registryOnly: undefined }],
  ["our own says nothing of what would be without it", [ours], "ALLOW_ANY", { registryOnly: false }],
  ["the mesh's own Sidecar", [sidecar("istio-system", "REGISTRY_ONLY")], "ALLOW_ANY", { registryOnly: true }],
  ["it says nothing", [sidecar("istio-system")], "REGISTRY_ONLY", { registryOnly: true }],
  [
    "the namespace's is nearer",
    [sidecar("istio-system", "REGISTRY_ONLY"), sidecar("shop", "ALLOW_ANY")],
    undefined,
    { registryOnly: false },
  ],
  ["somebody decides for this pod", [sidecar("shop", "ALLOW_ANY", catalogue)], "ALLOW_ANY", { outboundOfOthers: true }],
  ["for another pod", [sidecar("shop", "REGISTRY_ONLY", { name: "user" })], "ALLOW_ANY", { registryOnly: false }],
  [
    "for pods of the root namespace",
    [sidecar("istio-system", "REGISTRY_ONLY", catalogue)],
    "ALLOW_ANY",
    { registryOnly: false },
  ],
])("%s", (_, resources, outbound, expected) => {
  expect(outboundOf(resources, { namespace: "shop", labels: catalogue, outbound })).toEqual(expected);
});

test("what may not be read is not known", () => {
  expect(outboundOf(undefined, { namespace: "shop", labels: catalogue, outbound: "ALLOW_ANY" })).toEqual({});
});
