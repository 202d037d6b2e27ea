import { setTimeout as delay } from "node:timers/promises";
import { waitUntil } from "../command-line/wait-until.ts";
import { kubectlSucceeds } from "./control-plane/kubectl.ts";
import { LabError } from "./lab-error.ts";
import { createCgroup, labProcesses } from "./machine/cgroup.ts";
import { daemonRecords, ready, startDaemon, type DaemonRecord } from "./machine/daemon.ts";
import { irreplaceable } from "./remains.ts";

const alive = async (pid: number): Promise<boolean> => (await labProcesses()).includes(pid);

/** Ends the daemon, in peace if it can. A process id counts only while it is in the lab's control group. */
async function end({ name, pid }: DaemonRecord): Promise<void> {
  if (!(await alive(pid))) return;
  process.kill(pid, "SIGTERM");
  const ended = async () => !(await alive(pid));
  const late = new LabError(`${name} does not end`, "npm run lab -- stop && npm run lab -- start");
  // Time is up. What else may be wrong shows in the next look, too.
  await waitUntil(ended, { every: 50, limit: 5000 }).catch(async () => {
    if (await alive(pid)) process.kill(pid, "SIGKILL");
    await waitUntil(ended, { every: 50, limit: 5000, late });
  });
}

/**
 * Ends one program of the running lab, if it has not ended already, and starts it again as it was.
 * Settles when the API server is ready and the program has not ended again at once.
 * @returns the new process id
 * @throws LabError when there is no such program, or none that can be restarted
 */
export async function restartDaemon(name: string, signal: AbortSignal): Promise<number> {
  const records = await daemonRecords();
  const record = records.find((one) => one.name === name);
  if (!record) {
    const names = records.map((one) => one.name).join(", ");
    throw new LabError(`no program "${name}" in the lab; there are: ${names}`, "npm run lab -- status");
  }
  if (name === irreplaceable) {
    throw new LabError(
      `${name} holds the mounts of all pods: restart the whole lab`,
      "npm run lab -- stop && npm run lab -- start",
    );
  }
  await end(record);
  const running = await startDaemon(record, await createCgroup());
  const apiReady = (signal: AbortSignal) => kubectlSucceeds(["get", "--raw=/readyz"], signal);
  await ready("the API server", apiReady, [running], signal);
  // A program that dislikes its configuration or a taken port ends within this time.
  await Promise.race([delay(500, undefined, { signal }), running.ended]);
  return running.pid;
}
