import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { firstLine } from "./ask-cluster";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { type KeptConnection, keptConnection } from "./kept-connection";
import { kubernetesClient } from "./kubernetes-client";
import { stackless } from "./stackless";
import { tellChanges } from "./tell-changes";
import { deadlineMs, type Lack, notReady, withoutSidecar } from "./pod-lacks";

const pauseMs = 250;

/**
 * What is asked before a service's routes are changed: settles when each version has a pod that can answer.
 * @param owner whose progress it is
 */
export function podsReady(
  owner: pulumi.Resource,
  access: ClusterAccess,
  namespace: string,
): (service: string, versions: readonly string[]) => Promise<void> {
  const tell = tellChanges((line) => pulumi.log.info(line, owner, undefined, true));
  const pods = new ReadyPods(access, namespace, tell);
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
