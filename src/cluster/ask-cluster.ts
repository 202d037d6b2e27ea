import { once, setMaxListeners } from "node:events";
import { RunError } from "@pulumi/pulumi";
import type { ConfigurationOptions, KubeConfig, RequestContext, ResponseContext } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};
import { type ClusterAccess, kubeConfig, kubectl } from "./cluster";
import { kubernetesClient } from "./kubernetes-client";

/** A cluster that needs longer for a few small questions would not get through an `up` either. */
const deadlineMs = 15_000;

/** The cluster's name for messages, and its answer. */
export interface Answer<T> {
  readonly cluster: string;
  readonly answer: T;
}

/**
 * Asks the cluster before anything is created.
 * @param ask puts its questions with the options, which end them when they take too long
 * @throws RunError, in one line, when there is no cluster to ask or it does not answer
 */
export async function askCluster<T>(
  access: ClusterAccess,
  ask: (config: KubeConfig, options: ConfigurationOptions) => Promise<T>,
  deadline = deadlineMs,
): Promise<Answer<T>> {
  const config = await kubeConfig(access).catch((error: unknown) => {
    if (RunError.isInstance(error)) throw error;
    throw new RunError(`The kubeconfig cannot be used: ${firstLine(error)}. Type: kubectl config get-contexts`);
  });
  const context = config.getCurrentContext();
  const server = config.getCurrentCluster()?.server;
  const cluster = `Cluster ${context} at ${server}`;
  const late = AbortSignal.timeout(deadline);
  // It ends all questions at once, and Node would take more than ten for a leak.
  setMaxListeners(0, late);
  try {
    // Programs that bring credentials hear of no signal.
    const ended = once(late, "abort").then(() => Promise.reject(late.reason as Error));
    return { cluster, answer: await Promise.race([ask(config, await endedBy(late)), ended]) };
  } catch (error) {
    const reason = late.aborted ? `no answer in ${deadline / 1000} s` : firstLine(error);
    const next = `${kubectl(access, context)} cluster-info`;
    throw new RunError(`${cluster} cannot be used: ${reason}. Nothing was changed. Type: ${next}`);
  }
}

/** An open request would keep the program from ending. */
async function endedBy(signal: AbortSignal): Promise<ConfigurationOptions> {
  const { Observable } = await kubernetesClient();
  const pre = (request: RequestContext) => {
    request.setSignal(signal);
    return new Observable(Promise.resolve(request));
  };
  const post = (response: ResponseContext) => new Observable(Promise.resolve(response));
  return { middleware: [{ pre, post }], middlewareMergeStrategy: "append" };
}

/** What went wrong in one line; a network error of several addresses has its reason in its code. */
export function firstLine(error: unknown): string {
  const { message = "", code } = error as { message?: string; code?: unknown };
  return (message.split("\n")[0] || String(code ?? error)).replace(/\.$/, "");
}
