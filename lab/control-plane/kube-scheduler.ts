import type { Daemon } from "../machine/daemon.ts";
import { program } from "../toolchain/cache.ts";
import { kubeconfigPathOf } from "./credentials.ts";

export const kubeScheduler = (): Daemon => ({
  name: "kube-scheduler",
  command: program("kube-scheduler"),
  args: [
    `--kubeconfig=${kubeconfigPathOf("kube-scheduler")}`,
    "--bind-address=127.0.0.1",
    // The only one of its kind: an election would only delay the start.
    "--leader-elect=false",
  ],
});
