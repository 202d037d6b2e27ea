import { readdir, readFile } from "node:fs/promises";
import { labProcesses } from "./machine/cgroup.ts";
import { pidPath } from "./machine/daemon.ts";
import { inState } from "./paths.ts";

export interface DaemonStatus {
  name: string;
  pid: number;
  alive: boolean;
}

/** The daemons of a start, as they are now. A process id counts only while it is in the lab's control group. */
export async function daemonStatus(): Promise<DaemonStatus[]> {
  const names = await readdir(inState("pids")).catch(() => []);
  const alive = new Set(await labProcesses());
  return Promise.all(
    names.map(async (name) => {
      const pid = Number(await readFile(pidPath(name), "utf8"));
      return { name, pid, alive: alive.has(pid) };
    }),
  );
}
