import type { V1Deployment, V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { deploymentName } from "../shop/deployment-name";
import type { Version } from "../shop/service";

/** Why pods of a Deployment do not start, in the words of whoever keeps them from it. */
export interface Stuck {
  readonly deployment: string;
  /** Who says so: the API server, the scheduler, or the node's kubelet. */
  readonly by: "api" | "scheduler" | "kubelet";
  readonly words: string;
}

/** What a container waits for when it does not start of itself. A crash is none of these: the next start may pass. */
const hopeless = ["ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError"];

/** The Deployments among them whose pods do not start, as far as the cluster says why. */
export function stuckPods(deployments: readonly V1Deployment[], pods: readonly V1Pod[]): Stuck[] {
  return [...deployments.flatMap(refused), ...pods.flatMap(unplaced), ...pods.flatMap(unstarted)];
}

/** A pod that the API does not take is nowhere but in its Deployment's status. */
function refused({ metadata, status }: V1Deployment): Stuck[] {
  const failure = status?.conditions?.find(({ type, status }) => type === "ReplicaFailure" && status === "True");
  return failure ? [{ deployment: metadata?.name ?? "", by: "api", words: failure.message ?? "" }] : [];
}

function unplaced(pod: V1Pod): Stuck[] {
  const { conditions } = pod.status ?? {};
  const words = conditions?.find(({ type, reason }) => type === "PodScheduled" && reason === "Unschedulable")?.message;
  return words === undefined ? [] : [{ deployment: deploymentOf(pod), by: "scheduler", words }];
}

function unstarted(pod: V1Pod): Stuck[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) =>
    state?.waiting && hopeless.includes(state.waiting.reason ?? "")
      ? [{ name, reason: state.waiting.reason, message: state.waiting.message }]
      : [],
  );
  return waiting.slice(0, 1).map(({ name, reason, message }) => ({
    deployment: deploymentOf(pod),
    by: "kubelet",
    words: `container ${name}: ${message ?? reason}`,
  }));
}

function deploymentOf({ metadata }: V1Pod): string {
  const { name = "", version = "" } = metadata?.labels ?? {};
  return deploymentName(name, version as Version);
}

/** Who is stopped by the same: a quota stops a whole shop, pod by pod. Never an empty list. */
export function byReason(stuck: readonly Stuck[]): ReadonlyMap<string, readonly Stuck[]> {
  const reasons = new Map<string, Stuck[]>();
  for (const one of stuck) {
    const reason = `${one.by} ${gist(one.words)}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), one]);
  }
  return reasons;
}

/** The words without what differs from pod to pod: names in quotes, and quantities. */
const gist = (words: string): string => words.replace(/"[^"]*"|\d+\w*/g, "");

/** Names beyond these are counted. */
const named = 3;

/** What stops these, in one line with what can be done. */
export function sentence(stuck: readonly Stuck[]): string {
  const [{ by, words }] = stuck as [Stuck];
  const names = [...new Set(stuck.map(({ deployment }) => deployment))];
  const more = names.length > named ? ` and ${names.length - named} more` : "";
  const who = { api: "The API refuses", scheduler: "No node takes", kubelet: "The node does not start" }[by];
  const reason = words
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
  return (
    `${who} the pods of ${names.slice(0, named).join(", ")}${more}: ${reason}. ` +
    `Pulumi waits for ten minutes; Ctrl-C ends it. ${advice(by, words)}`
  );
}

function advice(by: Stuck["by"], words: string): string {
  if (by === "kubelet") return "Another image: pulumi config set --path images.NAME REGISTRY/IMAGE:TAG";
  if (/quota|limit|minimum|maximum|insufficient/i.test(words)) {
    return (
      "Other requests and limits: pulumi config set --path resources.all.requests.cpu 5m, and so for memory, limits, and " +
      "resources.istio-proxy, the sidecars (docs/own-cluster.md)"
    );
  }
  if (/affinity|selector/.test(words)) return "Type: kubectl get nodes -L kubernetes.io/arch";
  return "Type: kubectl get events --all-namespaces --field-selector type=Warning";
}
