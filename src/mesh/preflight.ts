import * as pulumi from "@pulumi/pulumi";
import { type ClusterAccess, kubeConfig } from "./cluster";
import { type ClusterView, type Needs, shortcoming } from "./cluster-view";
import { lookAtCluster } from "./look-at-cluster";

/** A cluster that needs longer for three small questions would not get through an `up` either. */
const deadlineMs = 15_000;

export interface PreflightArgs extends Needs {
  /** Undefined where nothing is applied: then nobody is asked. */
  readonly access: ClusterAccess | undefined;
}

/**
 * Settles when the cluster has what the shop needs: an API that answers, Istio's kinds, its injection, a ready gateway.
 * @throws RunError otherwise, before anything was created
 */
export async function preflight({ access, ...needs }: PreflightArgs, deadline = deadlineMs): Promise<void> {
  if (access === undefined) return;
  const lack = shortcoming(await view(access, needs, deadline), needs);
  if (lack !== undefined) throw new pulumi.RunError(lack);
}

async function view(access: ClusterAccess, needs: Needs, deadline: number): Promise<ClusterView> {
  const config = await kubeConfig(access).catch((error: unknown) => {
    throw new pulumi.RunError(`The kubeconfig cannot be used: ${firstLine(error)}. Type: kubectl config get-contexts`);
  });
  const context = config.getCurrentContext();
  const server = config.getCurrentCluster()?.server;
  if (server === undefined || (context === "loaded-context" && server === "http://localhost:8080")) {
    throw new pulumi.RunError(
      `No cluster is chosen${access.context === undefined ? "" : `: the kubeconfig has no context ${access.context}`}. ` +
        "Type: pulumi config set kubernetes:context NAME. Contexts: kubectl config get-contexts",
    );
  }
  const cluster = `Cluster ${context} at ${server}`;
  const late = AbortSignal.timeout(deadline);
  try {
    return { cluster, ...(await lookAtCluster(config, needs, late)) };
  } catch (error) {
    const reason = late.aborted ? `no answer in ${deadline / 1000} s` : firstLine(error);
    throw new pulumi.RunError(
      `${cluster} cannot be used: ${reason}. Nothing was changed. Type: kubectl --context ${context} cluster-info`,
    );
  }
}

/** What went wrong in one line; a network error of several addresses has its reason in its code. */
export function firstLine(error: unknown): string {
  const { message = "", code } = error as { message?: string; code?: unknown };
  return (message.split("\n")[0] || String(code ?? error)).replace(/\.$/, "");
}
