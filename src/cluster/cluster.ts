import { existsSync } from "node:fs";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubernetesClient } from "./kubernetes-client";

/** Which cluster, in the Kubernetes provider's own words. Default: what kubectl would take. */
export interface ClusterAccess {
  /** Path or content of a kubeconfig. */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** The kubeconfig, with the context chosen. */
export async function kubeConfig({ kubeconfig, context }: ClusterAccess): Promise<KubeConfig> {
  const client = await kubernetesClient();
  const config = new client.KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else config.loadFromString(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}
