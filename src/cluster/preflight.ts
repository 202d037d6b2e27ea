import { RunError } from "@pulumi/pulumi";
import { askCluster } from "./ask-cluster";
import type { ClusterAccess } from "./cluster";
import { type Needs, shortcoming } from "./cluster-view";
import { lookAtCluster } from "./look-at-cluster";

export interface PreflightArgs extends Needs {
  /** Undefined where nothing is applied: then nobody is asked. */
  readonly access: ClusterAccess | undefined;
}

/**
 * Settles when the cluster has what the shop needs: an API that answers, Istio's kinds, its injection, a ready gateway.
 * @throws RunError otherwise, before anything was created
 */
export async function preflight({ access, ...needs }: PreflightArgs): Promise<void> {
  if (access === undefined) return;
  const { cluster, answer } = await askCluster(access, (config, options) => lookAtCluster(config, needs, options));
  const lack = shortcoming({ cluster, ...answer }, needs);
  if (lack !== undefined) throw new RunError(lack);
}
