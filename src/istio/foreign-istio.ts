import { RunError } from "@pulumi/pulumi";
import { askCluster } from "../cluster/ask-cluster";
import type { ClusterAccess } from "../cluster/cluster";
import { kubernetesClient } from "../cluster/kubernetes-client";
import { istioNamespace, ownerLabel, thisStack } from "./istio-namespace";

/**
 * Settles when the cluster has no Istio, or the one that this stack installed.
 * @param access undefined where nothing is applied: then nobody is asked
 * @throws RunError when another is there: its namespace would be taken over, and be removed with the stack
 */
export async function refuseForeignIstio(access: ClusterAccess | undefined): Promise<void> {
  if (access === undefined) return;
  const { CoreV1Api } = await kubernetesClient();
  const byName = { fieldSelector: `metadata.name=${istioNamespace}` };
  const { cluster, answer } = await askCluster(access, (config, options) =>
    config.makeApiClient(CoreV1Api).listNamespace(byName, options),
  );
  const owners = answer.items.map(({ metadata }) => metadata?.labels?.[ownerLabel]);
  if (owners.every((owner) => owner === thisStack())) return;
  throw new RunError(
    `${cluster} has a namespace ${istioNamespace} that this stack did not make. Nothing was changed. ` +
      "Type, to use the Istio that is there: pulumi config rm istio",
  );
}
