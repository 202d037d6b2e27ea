import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { addresses, clusterDomain, nodeName } from "../addresses.ts";
import { certificatePath, keyPath, kubeconfigPathOf } from "../control-plane/credentials.ts";
import { cgroupRoot } from "../machine/cgroup.ts";
import type { Daemon, RunningDaemon } from "../machine/daemon.ts";
import { mountsOf } from "../machine/mount-namespace.ts";
import { insideNetwork } from "../machine/network-namespace.ts";
import { inState } from "../paths.ts";
import { program } from "../toolchain/cache.ts";
import { containerdSocket } from "./containerd.ts";

const config = {
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  address: addresses.node,
  authentication: { anonymous: { enabled: false }, x509: { clientCAFile: certificatePath("ca") } },
  authorization: { mode: "Webhook" },
  tlsCertFile: certificatePath("kubelet-server"),
  tlsPrivateKeyFile: keyPath("kubelet-server"),
  containerRuntimeEndpoint: `unix://${containerdSocket}`,
  clusterDNS: [addresses.node],
  clusterDomain,
  // The machine's own name servers are of no use to a pod: nothing of the lab leaves the lab.
  resolvConf: inState("resolv.conf"),
  cgroupRoot,
  cgroupDriver: "cgroupfs",
  failCgroupV1: false,
  failSwapOn: false,
  enforceNodeAllocatable: [],
  // A laptop with a full disk shall still run the talk; and images cannot be pulled again, so none is collected.
  evictionHard: { "memory.available": "64Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  // Fourteen pods start at once: the defaults (5 a second) are made for a shared registry and API server.
  registryPullQPS: 0,
  kubeAPIQPS: 100,
  kubeAPIBurst: 200,
  serializeImagePulls: false,
  healthzBindAddress: "127.0.0.1",
};

/** @param containerd whose mounts the kubelet must share: it mounts volumes, runc uses them */
export async function kubelet(containerd: RunningDaemon): Promise<Daemon> {
  const path = inState("kubelet.yaml");
  await writeFile(path, stringify(config), { mode: 0o600 });
  await writeFile(inState("resolv.conf"), "");
  return {
    name: "kubelet",
    command: program("kubelet"),
    args: [
      `--config=${path}`,
      `--kubeconfig=${kubeconfigPathOf("kubelet")}`,
      `--node-ip=${addresses.node}`,
      `--hostname-override=${nodeName}`,
      // The shop asks for such nodes, as its images exist for no others; those built here under their names are this machine's.
      "--node-labels=kubernetes.io/arch=amd64",
    ],
    enter: [...insideNetwork, ...mountsOf(containerd.pid)],
    readableFiles: true,
  };
}
