import { mkdir, writeFile } from "node:fs/promises";
import { insideNetwork } from "../machine/network-namespace.ts";
import { privateMounts } from "../machine/mount-namespace.ts";
import type { Daemon } from "../machine/daemon.ts";
import { inState } from "../paths.ts";
import { cniConfigDir } from "./pod-network.ts";

export const containerdSocket = inState("containerd.sock");
/** Image of the container that holds a pod's namespaces. */
export const pauseImage = "lab.local/pause:1";

const config = `version = 2
root = "${inState("containerd")}"
state = "${inState("containerd-run")}"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]

[grpc]
  address = "${containerdSocket}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Without CAP_SYS_RESOURCE runc may not lower an OOM score and dies.
  restrict_oom_score_adj = true
  # Pods' network namespaces go with the lab's folder instead of staying in /run/netns.
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cniConfigDir}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`;

export async function containerd(): Promise<Daemon> {
  const path = inState("containerd.toml");
  await mkdir(inState("containerd"), { recursive: true, mode: 0o700 });
  await writeFile(path, config, { mode: 0o600 });
  return {
    name: "containerd",
    command: "containerd",
    args: ["--config", path],
    enter: [...insideNetwork, ...privateMounts],
    readableFiles: true,
  };
}

/** The words that talk to the lab's containerd. */
export const ctr = ["ctr", "--address", containerdSocket, "--namespace", "k8s.io"] as const;
