import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { firstLine } from "./ask-cluster";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { type KeptConnection, keptConnection } from "./kept-connection";
import { kubernetesClient } from "./kubernetes-client";
import { stackless } from "./stackless";
import { ending, isReady, podName, proxyRole, whyNotReady } from "./pods";

/** Two minutes: a JVM on a busy node starts in less. */
const deadlineMs = 120_000;
/** What no node has room for is not waited for as long: room seldom comes by itself. */
const unscheduledMs = 20_000;
const pauseMs = 250;

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
  const key = "sidecar.istio.io/inject";
  const cause = bare.spec?.hostNetwork
    ? "it has the network of its node"
    : labels[key] === "false" || annotations[key] === "false"
      ? `it says ${key}=false`
      : "no webhook gave it one when it was made";
  const deployment = labels["version"] === "v1" ? labels["name"] : `${labels["name"]}-${labels["version"]}`;
  return {
    what: `${podName(bare)} has no sidecar, so that no stage reaches it (${cause})`,
    next:
      `istioctl experimental check-inject -n ${namespace} ${name}. Then: ` +
      `kubectl -n ${namespace} rollout restart deployment ${deployment} && pulumi up`,
    patience: 0,
  };
}

/**
 * What is asked before a service's routes are changed: settles when each version has a pod that can answer.
 * @param owner whose progress it is
 */
export function podsReady(
  owner: pulumi.Resource,
  access: ClusterAccess,
  namespace: string,
): (service: string, versions: readonly string[]) => Promise<void> {
  const pods = new ReadyPods(access, namespace, (line) => pulumi.log.info(line, owner, undefined, true));
  let open = 0;
  return async (service, versions) => {
    open += 1;
    try {
      await pods.wait(service, versions);
    } finally {
      open -= 1;
      if (open === 0) pods.close();
    }
  };
}

/** The shop's pods, looked at before routes lead to them. */
export class ReadyPods {
  private asked: { at: number; pods: Promise<readonly V1Pod[]> } | undefined;
  private connection: Promise<KeptConnection> | undefined;

  constructor(
    private readonly access: ClusterAccess,
    private readonly namespace: string,
    private readonly tell: (line: string) => Promise<void>,
  ) {}

  /**
   * Settles when each version has a pod that can answer.
   * @throws RunError when one has none in time, or a pod has no sidecar
   */
  async wait(service: string, versions: readonly string[]): Promise<void> {
    const start = Date.now();
    for (;;) {
      const lack = await this.lack(service, versions);
      if (lack === undefined) return;
      const waited = Date.now() - start;
      if (waited >= lack.patience) {
        const after = lack.patience > 0 ? `After ${lack.patience / 1000} s ` : "";
        throw stackless(`${after}${lack.what}. No route to it was changed. Type: ${lack.next}`);
      }
      await this.tell(`waiting for pods: ${lack.what}`);
      await delay(pauseMs);
    }
  }

  close(): void {
    void this.connection?.then((connection) => connection.close());
    this.connection = undefined;
  }

  private async lack(service: string, versions: readonly string[]): Promise<Lack | undefined> {
    try {
      const pods = await this.pods();
      const lacks = versions.map((version) => notReady(pods, service, version, this.namespace));
      return withoutSidecar(pods, [service]) ?? lacks.find((lack) => lack !== undefined);
    } catch (error) {
      const what = `the cluster's API does not answer (${firstLine(error)})`;
      return { what, next: "kubectl cluster-info. Once it answers: pulumi up", patience: deadlineMs };
    }
  }

  /** One answer does for all services that ask at the same time. */
  private pods(): Promise<readonly V1Pod[]> {
    if (this.asked === undefined || Date.now() - this.asked.at > pauseMs / 2) {
      this.asked = { at: Date.now(), pods: this.list() };
    }
    return this.asked.pods;
  }

  private async list(): Promise<readonly V1Pod[]> {
    const { CoreV1Api } = await kubernetesClient();
    this.connection ??= keptConnection();
    const api = (await kubeConfig(this.access)).makeApiClient(CoreV1Api);
    return (await api.listNamespacedPod({ namespace: this.namespace }, (await this.connection).options)).items;
  }
}
