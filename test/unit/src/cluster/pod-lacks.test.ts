import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { notReady, withoutSidecar } from "../../../../src/cluster/pod-lacks";

const proxied = { containers: [{ name: "front-end" }, { name: "istio-proxy", args: ["proxy", "sidecar"] }] };

/** The part of a pod that is looked at; the client's own type is a class. */
type Rest = { readonly metadata?: object; readonly spec?: object };

function pod(version: string, status: V1Pod["status"], rest: Rest = {}): V1Pod {
  const metadata = { namespace: "shop", name: `front-end-${version}-x`, labels: { name: "front-end", version } };
  return { metadata: { ...metadata, ...rest.metadata }, spec: { ...proxied, ...rest.spec }, status: status ?? {} };
}

const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const full = "0/1 nodes are available: 1 Insufficient cpu.";
const pending = { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", message: full }] };
const pulling = {
  phase: "Pending",
  containerStatuses: [{ name: "front-end", state: { waiting: { reason: "ImagePullBackOff" } } }],
} as unknown as V1Pod["status"];

describe("a version", () => {
  const lack = (...pods: V1Pod[]) => notReady(pods, "front-end", "v2", "shop");

  test("with one pod that is ready can answer, whatever the others are", () => {
    expect(lack(pod("v2", pending), pod("v2", ready))).toBeUndefined();
  });

  test("is not helped by another version's pods", () => {
    expect(lack(pod("v1", ready))?.what).toBe("front-end v2 has no pod");
  });

  test("whose pod has no room says so in the scheduler's words, sooner than one whose pod starts", () => {
    const [without, starting] = [lack(pod("v2", pending)), lack(pod("v2", pulling))];
    expect(without?.what).toBe(`shop/front-end-v2-x is not ready (${full})`);
    expect(starting?.what).toBe("shop/front-end-v2-x is not ready (ImagePullBackOff)");
    expect(without?.patience).toBeLessThan(starting?.patience ?? 0);
    expect(without?.next).toContain("kubectl describe pods -n shop -l name=front-end,version=v2");
  });

  test("whose last pod is ending cannot answer for long", () => {
    const metadata = { deletionTimestamp: new Date() };
    expect(lack(pod("v2", ready, { metadata }))?.what).toBe("front-end v2 has no pod");
  });
});

describe("a pod without a sidecar", () => {
  const bare = (rest: Rest = {}) =>
    pod("v2", ready, { ...rest, spec: { ...rest.spec, containers: [{ name: "front-end" }] } });

  test.each([
    [
      "whose webhook was away",
      {},
      "no webhook gave it one when it was made",
      "kubectl -n shop rollout restart deployment front-end-v2",
    ],
    [
      "in its node's network",
      { spec: { hostNetwork: true, containers: [] } },
      "it has the network of its node",
      "pulumi up --refresh",
    ],
    [
      "that wants none",
      { metadata: { labels: { name: "front-end", version: "v2", "sidecar.istio.io/inject": "false" } } },
      "it says sidecar.istio.io/inject=false",
      "pulumi up --refresh",
    ],
  ])("%s is named with the cause", (_, rest, cause, next) => {
    const lack = withoutSidecar([pod("v1", ready), bare(rest)], ["front-end"]);
    expect(lack?.what).toBe(`shop/front-end-v2-x has no sidecar, so that no stage reaches it (${cause})`);
    expect(lack?.next).toContain(next);
  });

  test("is nobody's business if it is not the shop's, or is ending", () => {
    const other = bare({ metadata: { labels: { name: "somebody", version: "v2" } } });
    const ending = bare({ metadata: { deletionTimestamp: new Date() } });
    expect(withoutSidecar([other, ending], ["front-end"])).toBeUndefined();
  });

  test("a sidecar may be an init container that stays", () => {
    const spec = { containers: [{ name: "front-end" }], initContainers: [{ name: "istio-proxy" }] };
    expect(withoutSidecar([pod("v2", ready, { spec })], ["front-end"])).toBeUndefined();
  });
});
