import { RunError } from "@pulumi/pulumi";
import { askCluster } from "./ask-cluster";
import type { ClusterAccess } from "./cluster";
import { claims, shortcoming } from "./shortcoming";
import type { Needs } from "./cluster-view";
import { engineCommand, refreshes } from "./engine-command";
import { lookAtCluster } from "./look-at-cluster";
import { isOpen } from "./ownership";
import { heldByState } from "./stack-state";

export interface PreflightArgs extends Omit<Needs, "refreshed"> {
  /** Undefined where nothing is applied: then nobody is asked. */
  readonly access: ClusterAccess | undefined;
}

/**
 * Settles when the cluster has what the shop needs: an API that answers, Istio's kinds, its injection, a ready gateway,
 * and a place that is this stack's, with all in it that its state says is there.
 * @throws RunError otherwise, before anything was created
 */
export async function preflight({ access, ...asked }: PreflightArgs): Promise<void> {
  if (access === undefined) return;
  const command = engineCommand();
  const needs = { ...asked, refreshed: command && refreshes(command) };
  const { cluster, answer } = await askCluster(access, (config, options) => lookAtCluster(config, needs, options));
  const view = { cluster, ...answer };
  const open = isOpen(view, needs) || claims(view, needs, undefined).length > 0;
  const lack = shortcoming(view, needs, open ? await heldByState() : undefined);
  if (lack !== undefined) throw new RunError(lack);
}
