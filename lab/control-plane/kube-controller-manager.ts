import type { Daemon } from "../machine/daemon.ts";
import { program } from "../toolchain/cache.ts";
import { certificatePath, keyPath, kubeconfigPathOf } from "./credentials.ts";

export const kubeControllerManager = (): Daemon => ({
  name: "kube-controller-manager",
  command: program("kube-controller-manager"),
  args: [
    `--kubeconfig=${kubeconfigPathOf("kube-controller-manager")}`,
    `--service-account-private-key-file=${keyPath("service-account")}`,
    `--root-ca-file=${certificatePath("ca")}`,
    "--use-service-account-credentials=true",
    "--bind-address=127.0.0.1",
    // The only one of its kind: an election would only delay the start.
    "--leader-elect=false",
  ],
});
