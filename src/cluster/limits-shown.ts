import { setTimeout as delay } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { askOnce } from "../../port-forward/pod-http";
import { firstLine } from "./ask-cluster";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { kubernetesClient, portForwarder } from "./kubernetes-client";
import { ending, isReady } from "./pods";
import { stackless } from "./stackless";
import { tellChanges } from "./tell-changes";

/** It reads its limits before it answers at all, so this is for an API server or a node that is busy. */
const deadlineMs = 60_000;
const pauseMs = 250;

/** Where a rate limiter shows by which limits it goes; on its pod's loopback. */
const debugPort = 6070;

/**
 * What is asked before proxies count by a rate limiter: settles when each of its ready pods shows these lines.
 * @throws RunError when one does not within a minute
 */
export function whenLimitsShown(
  access: ClusterAccess,
  namespace: string,
): (service: string, lines: readonly string[]) => Promise<void> {
  return async (service, lines) => {
    const config = await kubeConfig(access);
    const end = Date.now() + deadlineMs;
    const say = tellChanges((line) => pulumi.log.info(line, undefined, undefined, true));
    for (;;) {
      const missing = await lacking(config, namespace, service, lines);
      if (missing === undefined) return;
      if (Date.now() > end) {
        throw stackless(
          `After ${deadlineMs / 1000} s ${missing}. No request is counted yet. ` +
            `Type: kubectl -n ${namespace} logs deployment/${service}. Then: pulumi up`,
        );
      }
      await say(`waiting for the limits: ${missing}`);
      await delay(pauseMs);
    }
  };
}

/** The first of these lines that a rate limiter does not show; more follows on each, after a comma. */
export function firstAbsent(lines: readonly string[], shown: string): string | undefined {
  const all = shown.split("\n");
  // Without the comma a limit of 5 would be seen in one of 50.
  return lines.find((line) => !all.some((one) => one.startsWith(`${line},`)));
}

async function lacking(
  config: KubeConfig,
  namespace: string,
  service: string,
  lines: readonly string[],
): Promise<string | undefined> {
  try {
    const { CoreV1Api } = await kubernetesClient();
    const pods = await config
      .makeApiClient(CoreV1Api)
      .listNamespacedPod({ namespace, labelSelector: `name=${service}` });
    const ready = pods.items.filter((pod) => isReady(pod) && !ending(pod));
    if (ready.length === 0) return `${service} has no ready pod`;
    for (const { metadata } of ready) {
      const name = metadata?.name ?? "";
      const shown = await askOnce(portForwarder(config), { namespace, name, port: debugPort }, "/rlconfig");
      const absent = firstAbsent(lines, shown);
      if (absent !== undefined) return `${name} does not go by "${absent}"`;
    }
    return undefined;
  } catch (error) {
    return `${service} does not answer (${firstLine(error)})`;
  }
}
