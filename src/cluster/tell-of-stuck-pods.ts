import { setTimeout as delay } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import * as pulumi from "@pulumi/pulumi";
import { deploymentName } from "../shop/deployment-name";
import type { Microservice } from "../shop/microservice";
import type { Version } from "../shop/service";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { kubernetesClient } from "./kubernetes-client";
import { byReason, sentence, type Stuck, stuckPods } from "./stuck-pods";

/** An `up` that changes no pods is over before the first look. */
const pauseMs = 2000;

/** Who is to be looked at, and how. */
export interface Watch {
  /** Deployments that are not ready yet. They leave it as they become so. */
  readonly pending: ReadonlySet<string>;
  readonly look: () => Promise<Stuck[]>;
  readonly tell: (line: string) => Promise<void>;
}

/**
 * Says while Deployments are waited for why their pods do not start: what a quota refuses, or no node has room for.
 *
 * Pulumi's provider waits for ten minutes and is silent about the first of these; the second it says in passing. Nothing
 * fails for it: nodes may be added, and other pods may go.
 * @param access undefined where nothing is applied: then nobody is asked
 */
export function tellOfStuckPods(
  parent: pulumi.Resource,
  access: ClusterAccess | undefined,
  namespace: pulumi.Input<string>,
  microservices: readonly Microservice[],
): void {
  if (access === undefined) return;
  const pending = new Set<string>();
  for (const { name, deployments } of microservices) {
    for (const [version, deployment] of Object.entries(deployments)) {
      const one = deploymentName(name, version as Version);
      pending.add(one);
      deployment.id.apply(() => pending.delete(one));
    }
  }
  const tell = (line: string) => pulumi.log.warn(line, parent);
  pulumi.output(namespace).apply((namespace) => {
    const look = async () => lookAt(await kubeConfig(access), namespace);
    // It only tells: who may not look, says nothing.
    void tellWhilePending({ pending, look, tell }).catch(() => undefined);
  });
}

/** Tells each reason once, when it was there at two looks in a row: some pass by themselves. */
export async function tellWhilePending({ pending, look, tell }: Watch, pause = pauseMs): Promise<void> {
  const told = new Set<string>();
  let before = new Set<string>();
  for (;;) {
    // A program that has come to its end is not held by this.
    await delay(pause, undefined, { ref: false });
    if (pending.size === 0) return;
    const reasons = byReason((await look()).filter(({ deployment }) => pending.has(deployment)));
    for (const [reason, stuck] of reasons) {
      if (!before.has(reason) || told.has(reason)) continue;
      told.add(reason);
      await tell(sentence(stuck));
    }
    before = new Set(reasons.keys());
  }
}

async function lookAt(config: KubeConfig, namespace: string): Promise<Stuck[]> {
  const { AppsV1Api, CoreV1Api } = await kubernetesClient();
  const [deployments, pods] = await Promise.all([
    config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace }),
    config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace }),
  ]);
  return stuckPods(deployments.items, pods.items);
}
