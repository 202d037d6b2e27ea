import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { waitUntil } from "../command-line/wait-until.ts";
import { LabError } from "./lab-error.ts";
import { labProcesses, removeCgroup } from "./machine/cgroup.ts";
import { restoreInotifyLimit } from "./machine/inotify.ts";
import { removeMountPoints } from "./machine/mount-namespace.ts";
import { deleteNetworkNamespace, networkNamespacePath } from "./machine/network-namespace.ts";
import { strays } from "./machine/strays.ts";
import { stateDir } from "./paths.ts";
import { pluginsDir } from "./toolchain/cache.ts";

const kill = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

/** Whether anything of a lab is on the machine, whole or in parts. */
export async function labPresent(): Promise<boolean> {
  return existsSync(stateDir) || existsSync(networkNamespacePath) || (await labProcesses()).length > 0;
}

/**
 * Ends everything of the lab and nothing else. Safe to repeat, and needs no memory of the start: processes are found by
 * their control group, and providers that a killed Pulumi left by its network; interfaces and packet rules go with the
 * network namespace, mounts with the last process.
 * @returns how many processes were ended
 */
export async function stopLab(): Promise<number> {
  const ended = new Set<number>();
  await waitUntil(
    async () => {
      const pids = [
        ...(await labProcesses()),
        ...(await strays({ network: networkNamespacePath, programs: pluginsDir })),
      ];
      for (const pid of pids) {
        kill(pid);
        ended.add(pid);
      }
      return pids.length === 0;
    },
    { every: 50, limit: 30_000, late: new LabError("processes of the lab do not end") },
  );
  await removeCgroup();
  await deleteNetworkNamespace();
  await restoreInotifyLimit();
  await rm(stateDir, { recursive: true, force: true });
  await removeMountPoints();
  return ended.size;
}
