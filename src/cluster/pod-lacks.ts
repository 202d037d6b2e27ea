import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { ending, isReady, podName, proxyRole, whyNotReady } from "./pods";

/** Two minutes: a JVM on a busy node starts in less. */
export const deadlineMs = 120_000;
/** What no node has room for is not waited for as long: room seldom comes by itself. */
const unscheduledMs = 20_000;

/** A pod of a service that cannot answer for its version, or that no stage reaches. */
export interface Lack {
  /** In words; the pod's name first. */
  readonly what: string;
  /** What to type. */
  readonly next: string;
  /** How long to wait for it, in milliseconds. */
  readonly patience: number;
}

/** What keeps a version of a service from answering; undefined when one of its pods can. */
export function notReady(
  pods: readonly V1Pod[],
  service: string,
  version: string,
  namespace: string,
): Lack | undefined {
  const those = pods.filter(
    ({ metadata }) => metadata?.labels?.["name"] === service && metadata.labels["version"] === version,
  );
  if (those.some(isReady)) return undefined;
  const [pod] = those.filter((pod) => !ending(pod));
  const selector = `-n ${namespace} -l name=${service},version=${version}`;
  if (pod === undefined) {
    return {
      what: `${service} ${version} has no pod`,
      next: `kubectl describe replicasets ${selector}. If its Deployment is gone: pulumi up --refresh`,
      patience: deadlineMs,
    };
  }
  const unscheduled = pod.status?.conditions?.some(({ type, status }) => type === "PodScheduled" && status === "False");
  return {
    what: `${podName(pod)} is not ready (${whyNotReady(pod)})`,
    next: `kubectl describe pods ${selector}. When one is ready: pulumi up`,
    patience: unscheduled ? unscheduledMs : deadlineMs,
  };
}

/** A pod that Istio gave no sidecar, with the cause as far as the pod shows it; undefined when each has one. */
export function withoutSidecar(pods: readonly V1Pod[], services: readonly string[]): Lack | undefined {
  const bare = pods.find(
    (pod) => !ending(pod) && services.includes(pod.metadata?.labels?.["name"] ?? "") && proxyRole(pod) === undefined,
  );
  if (bare === undefined) return undefined;
  const { name, namespace, labels = {}, annotations = {} } = bare.metadata ?? {};
  const what = `${podName(bare)} has no sidecar, so that no stage reaches it`;
  const declared = bare.spec?.hostNetwork
    ? "it has the network of its node"
    : labels[inject] === "false" || annotations[inject] === "false"
      ? `it says ${inject}=false`
      : undefined;
  // This program declares neither.
  if (declared !== undefined) {
    return { what: `${what} (${declared})`, next: "pulumi up --refresh, which puts it back as declared", patience: 0 };
  }
  const deployment = labels["version"] === "v1" ? labels["name"] : `${labels["name"]}-${labels["version"]}`;
  return {
    what: `${what} (no webhook gave it one when it was made)`,
    next:
      `istioctl experimental check-inject -n ${namespace} ${name}. Then: ` +
      `kubectl -n ${namespace} rollout restart deployment ${deployment} && pulumi up`,
    patience: 0,
  };
}

const inject = "sidecar.istio.io/inject";
