import { existsSync, readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { isIPv6 } from "node:net";
import { RunError } from "@pulumi/pulumi";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { clientConfig } from "./client-config";
import { asKubeconfig, choose, type Chosen, type Kubeconfig, merged } from "./kubeconfig";
import { kubernetesClient } from "./kubernetes-client";
import { proxyFromEnvironment } from "./proxy-from-environment";

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
  const read = (file: string) => readFileSync(file, "utf8");
  const proxyTo = (server: URL) => proxyFromEnvironment(server, process.env);
  config.loadFromOptions(clientConfig(chosen(access, loadYaml), { proxyTo, read }));
  return config;
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

type Parse = (yaml: string) => unknown;

function chosen(access: ClusterAccess, load: Parse): Chosen {
  // The parser takes a file without content for a mistake.
  const parse: Parse = (yaml) => (/^[^\S\n]*[^#\s]/m.test(yaml) ? load(yaml) : {});
  if (access.kubeconfig === undefined) return choose(merged(ambient(parse)), access, ownCluster());
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

/** The kubeconfigs that kubectl takes, in its order. Files that are not there are passed over. */
function ambient(parse: Parse): Kubeconfig[] {
  const { KUBECONFIG } = process.env;
  const files = KUBECONFIG ? new Set(KUBECONFIG.split(delimiter)) : [join(homedir(), ".kube", "config")];
  return [...files].flatMap((file) => {
    try {
      return file === "" ? [] : [asKubeconfig(parse(readFileSync(file, "utf8")), file)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  });
}

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

const inCluster = "in-cluster";

/** The cluster that this program itself runs in, as a pod. */
function ownCluster(): Chosen | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  const [tokenFile, ca] = [join(serviceAccount, "token"), join(serviceAccount, "ca.crt")];
  if (!host || !port || !existsSync(tokenFile)) return undefined;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return { name: inCluster, cluster: { server, "certificate-authority": ca }, user: { tokenFile } };
}
