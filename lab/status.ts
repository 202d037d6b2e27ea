import { labProcesses } from "./machine/cgroup.ts";
import { daemonRecords } from "./machine/daemon.ts";

export interface DaemonStatus {
  name: string;
  pid: number;
  alive: boolean;
}

/** The daemons of a start, as they are now. A process id counts only while it is in the lab's control group. */
export async function daemonStatus(): Promise<DaemonStatus[]> {
  // These first: they say so where only root may look.
  const records = await daemonRecords();
  const alive = new Set(await labProcesses());
  return records.map(({ name, pid }) => ({ name, pid, alive: alive.has(pid) }));
}
