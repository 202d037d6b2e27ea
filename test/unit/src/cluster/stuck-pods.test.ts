import { byReason, sentence, stuckPods } from "../../../../src/cluster/stuck-pods";
import { tellWhilePending } from "../../../../src/cluster/tell-of-stuck-pods";

/** As the lab's API server wrote them, shortened. */
const limit = (pod: string) =>
  `pods "${pod}" is forbidden: maximum memory usage per Container is 512Mi, but limit is 1Gi`;
const noRoom = "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not helpful.";

const deployment = (name: string, message?: string) => ({
  metadata: { name },
  status: {
    conditions: [
      { type: "Available", status: "False", message: "Deployment does not have minimum availability." },
      ...(message === undefined ? [] : [{ type: "ReplicaFailure", status: "True", message }]),
    ],
  },
});

const pod = (name: string, version: string, status: object) => ({ metadata: { labels: { name, version } }, status });

const unschedulable = (name: string, version: string, message = noRoom) =>
  pod(name, version, { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }] });

const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });

const told = (...[deployments, pods]: Parameters<typeof stuckPods>) =>
  [...byReason(stuckPods(deployments, pods)).values()].map(sentence);

const wait = "Pulumi waits for ten minutes; Ctrl-C ends it.";
const resources =
  "Other requests and limits: pulumi config set --path resources.all.requests.cpu 5m, and so for memory, limits, and " +
  "resources.istio-proxy, the sidecars (docs/own-cluster.md)";

test("pods that start, crash or run are no news", () => {
  const crashing = { name: "carts", ...waiting("CrashLoopBackOff", "back-off 10s") };
  const pods = [
    pod("front-end", "v1", { conditions: [{ type: "PodScheduled", status: "True" }] }),
    pod("carts", "v1", { containerStatuses: [crashing], initContainerStatuses: [waiting("PodInitializing")] }),
    pod("orders", "v1", {}),
  ];
  expect(told([deployment("front-end"), { metadata: { name: "carts" } }], pods as never)).toEqual([]);
});

test("what the API refuses is said in its words, once for all that it stops", () => {
  const deployments = ["carts", "orders", "shipping", "user"].map((name) => deployment(name, limit(`${name}-5967c`)));
  expect(told(deployments as never, [])).toEqual([
    `The API refuses the pods of carts, orders, shipping and 1 more: ${limit("carts-5967c")}. ${wait} ${resources}`,
  ]);
});

test("another reason is another line, a quantity is none", () => {
  const quota = (used: string) => `exceeded quota: small, requested: limits.cpu=300m, used: limits.cpu=${used}`;
  const deployments = [deployment("a", quota("1200m")), deployment("b", quota("2")), deployment("c", limit("c-1"))];
  expect(told(deployments as never, [])).toEqual([
    expect.stringMatching(/^The API refuses the pods of a, b: exceeded quota: small,/),
    expect.stringMatching(/^The API refuses the pods of c: pods/),
  ]);
});

test("what no node takes, by the Deployment's name, with what helps", () => {
  const arm = "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.";
  const pods = [unschedulable("front-end", "v2"), unschedulable("user", "v1", arm), unschedulable("user", "v1", arm)];
  expect(told([], pods as never)).toEqual([
    `No node takes the pods of front-end-v2: ${noRoom.slice(0, -1)}. ${wait} ${resources}`,
    `No node takes the pods of user: ${arm.slice(0, -1)}. ${wait} Type: kubectl get nodes -L kubernetes.io/arch`,
  ]);
});

test("what a node does not start, init containers too, with the container's name", () => {
  const gone = waiting("ImagePullBackOff", 'Back-off pulling image "a/b:1":\n not found');
  const pods = [
    pod("carts", "v1", { containerStatuses: [{ name: "carts", ...gone }] }),
    pod("user", "v1", { initContainerStatuses: [{ name: "istio-init", ...waiting("CreateContainerConfigError") }] }),
  ];
  const next = "Another image: pulumi config set --path images.NAME REGISTRY/IMAGE:TAG";
  expect(told([], pods as never)).toEqual([
    `The node does not start the pods of carts: container carts: Back-off pulling image "a/b:1": not found. ${wait} ${next}`,
    `The node does not start the pods of user: container istio-init: CreateContainerConfigError. ${wait} ${next}`,
  ]);
});

describe("while Deployments are waited for", () => {
  /** Looks that see these Deployments refused, one after the other; after the last, all are ready. */
  async function tellOf(...looks: (string[] | Error)[]) {
    const lines: string[] = [];
    const pending = new Set(["a", "b"]);
    const look = () => {
      const seen = looks.shift() ?? [];
      if (looks.length === 0) pending.clear();
      if (seen instanceof Error) return Promise.reject(seen);
      return Promise.resolve(seen.map((deployment) => ({ deployment, by: "api" as const, words: deployment })));
    };
    const tell = (line: string) => Promise.resolve(void lines.push(line.split(":")[0] ?? ""));
    await tellWhilePending({ pending, look, tell }, 0);
    return lines;
  }

  const [a, b] = ["The API refuses the pods of a", "The API refuses the pods of b"];

  test("a reason is told when it is seen twice in a row, and once", async () => {
    expect(await tellOf(["a"], ["a", "b"], ["a"], ["a", "b"], ["a"], [])).toEqual([a]);
    expect(await tellOf(["a"], ["a", "b"], ["a", "b"], ["a", "b"], [])).toEqual([a, b]);
  });

  test("what passes is not told, nor what is not waited for", async () => {
    expect(await tellOf(["a"], [], ["a"], [], [])).toEqual([]);
    expect(await tellOf(["c"], ["c"], ["c"], [])).toEqual([]);
  });

  test("nobody is asked where nothing is waited for", async () => {
    const look = () => Promise.reject(new Error("asked"));
    await tellWhilePending({ pending: new Set(), look, tell: look }, 0);
  });
});
