import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { isIPv6 } from "node:net";
import type { Surroundings } from "./client-config";
import { asKubeconfig, type Chosen, type Kubeconfig, merged } from "./kubeconfig";
import { proxyFromEnvironment } from "./proxy-from-environment";

export type Parse = (yaml: string) => unknown;

/** Such a parser as takes a file without content for an empty one, and not for a mistake. */
export const lenient =
  (load: Parse): Parse =>
  (yaml) =>
    /^[^\S\n]*[^#\s]/m.test(yaml) ? load(yaml) : {};

/** Paths of the kubeconfigs that kubectl takes, in its order. */
export function kubeconfigFiles(): string[] {
  const { KUBECONFIG } = process.env;
  const files = KUBECONFIG ? new Set(KUBECONFIG.split(delimiter)) : [join(homedir(), ".kube", "config")];
  return [...files].filter((file) => file !== "");
}

/** What they come to together. Files that are not there are passed over. @throws Error where one cannot be read */
export function ambient(parse: Parse): Kubeconfig {
  const kubeconfigs = kubeconfigFiles().flatMap((file) => {
    try {
      return [asKubeconfig(parse(readFileSync(file, "utf8")), file)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  });
  return merged(kubeconfigs);
}

export const surroundings: Surroundings = {
  proxyTo: (server) => proxyFromEnvironment(server, process.env),
  read: (file) => readFileSync(file, "utf8"),
};

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Name of the context of a pod's own cluster. */
export const inCluster = "in-cluster";

/** The cluster that this program itself runs in, as a pod. */
export function ownCluster(): Chosen | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  const [tokenFile, ca] = [join(serviceAccount, "token"), join(serviceAccount, "ca.crt")];
  if (!host || !port || !existsSync(tokenFile)) return undefined;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return { name: inCluster, cluster: { server, "certificate-authority": ca }, user: { tokenFile } };
}
