import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { RunError } from "@pulumi/pulumi";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { ambient, inCluster, lenient, ownCluster, type Parse, surroundings } from "../../kubeconfig/ambient";
import { type ClientConfig, clientConfig } from "../../kubeconfig/client-config";
import { asKubeconfig, choose, type Chosen } from "../../kubeconfig/kubeconfig";
import { NotChosen, Unusable } from "../../kubeconfig/kubeconfig-error";
import { kubernetesClient } from "./kubernetes-client";

/** Which cluster, in the Kubernetes provider's own words. Default: what kubectl would take. */
export interface ClusterAccess {
  /** Path or content of a kubeconfig. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Name of a cluster in the kubeconfig, in place of the context's. */
  readonly cluster?: string;
}

/**
 * The cluster that the provider changes, and whom it is there, for the Kubernetes client to ask.
 *
 * The client reads kubeconfigs in a way of its own (of several files the last context wins, `~` is a folder's name), so
 * they are read here, as Go's clientcmd does it for kubectl and for the provider.
 * @throws RunError where none is chosen; Error where a file cannot be read
 */
export async function kubeConfig(access: ClusterAccess): Promise<KubeConfig> {
  const { KubeConfig, loadYaml } = await kubernetesClient();
  const config = new KubeConfig();
  config.loadFromOptions(usable(access, loadYaml));
  return config;
}

function usable(access: ClusterAccess, load: Parse): ClientConfig {
  try {
    return clientConfig(chosen(access, lenient(load)), surroundings);
  } catch (error) {
    if (error instanceof NotChosen) throw notChosen(error);
    if (!(error instanceof Unusable)) throw error;
    throw new RunError(`The kubeconfig cannot be used: ${error.message}. Type: kubectl config view --minify`);
  }
}

function notChosen({ why, missing }: NotChosen): RunError {
  const next =
    missing === "cluster" ? "pulumi config rm kubernetes:cluster" : "pulumi config set kubernetes:context NAME";
  return new RunError(
    `No cluster is chosen${why === undefined ? "" : `: ${why}`}. Type: ${next}. Contexts: kubectl config get-contexts`,
  );
}

/** How kubectl is told to mean the same cluster. @param context its name in the kubeconfig */
export function kubectl({ kubeconfig, cluster }: ClusterAccess, context: string): string {
  const file = kubeconfig && (fileOf(kubeconfig) ?? "<(pulumi config get kubernetes:kubeconfig)");
  return [
    "kubectl",
    ...(file ? [`--kubeconfig ${file}`] : []),
    ...(context === inCluster ? [] : [`--context ${context}`]),
    ...(cluster === undefined ? [] : [`--cluster ${cluster}`]),
  ].join(" ");
}

function chosen(access: ClusterAccess, parse: Parse): Chosen {
  if (access.kubeconfig === undefined) return choose(ambient(parse), access, ownCluster());
  const file = fileOf(access.kubeconfig);
  const kubeconfig = asKubeconfig(parse(file === undefined ? access.kubeconfig : readFileSync(file, "utf8")));
  // The provider wants a context that is there, even where another is asked for.
  if (kubeconfig.currentContext !== "") choose(kubeconfig, {});
  const choice = choose(kubeconfig, access);
  if (file !== undefined) refuseLostPaths(choice, file);
  return choice;
}

/** The file that the provider's `kubeconfig` names, or undefined where that is what would be in one. */
function fileOf(pathOrContent: string): string | undefined {
  const path = pathOrContent.replace(/^~(?=\/|$)/, userInfo().homedir);
  if (existsSync(path)) return path;
  if (/[\n:{]/.test(path)) return undefined;
  throw new Error(`there is no file ${path}, which kubernetes:kubeconfig names`);
}

/** Paths in a file that `kubernetes:kubeconfig` names go on from the working directory, where kubectl does not look. */
function refuseLostPaths({ cluster, user }: Chosen, file: string): void {
  const paths = [cluster["certificate-authority"], user["client-certificate"], user["client-key"], user.tokenFile];
  const lost = paths.find((path) => path && !isAbsolute(path) && !existsSync(path));
  if (lost === undefined) return;
  throw new RunError(
    `The kubeconfig cannot be used: ${file} names ${lost}, which Pulumi's provider looks for in ${process.cwd()}. ` +
      `Type: pulumi config rm kubernetes:kubeconfig && export KUBECONFIG=${resolve(file)}`,
  );
}
