import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { addresses, nodeName } from "../addresses.ts";
import { kubeconfigPathOf } from "../control-plane/credentials.ts";
import type { Daemon } from "../machine/daemon.ts";
import { inState } from "../paths.ts";
import { program } from "../toolchain/cache.ts";

const config = {
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  mode: "iptables",
  clusterCIDR: addresses.cluster,
  hostnameOverride: nodeName,
  clientConnection: { kubeconfig: kubeconfigPathOf("kube-proxy") },
  healthzBindAddress: "127.0.0.1:10256",
  metricsBindAddress: "127.0.0.1:10249",
  // Zero leaves the machine's connection tracking limits alone.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
};

export async function kubeProxy(): Promise<Daemon> {
  const path = inState("kube-proxy.yaml");
  await writeFile(path, stringify(config), { mode: 0o600 });
  return { name: "kube-proxy", command: program("kube-proxy"), args: [`--config=${path}`] };
}
