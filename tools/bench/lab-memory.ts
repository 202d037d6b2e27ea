import { readFile } from "node:fs/promises";
import { labProcesses } from "../../lab/machine/cgroup.ts";

/** What all processes of the lab, pods included, have of their own, in megabytes. Files they map do not count. */
export async function labMemory(): Promise<number> {
  const kilobytes = await Promise.all((await labProcesses()).map(ownMemory));
  return kilobytes.reduce((sum, own) => sum + own, 0) / 1024;
}

async function ownMemory(pid: number): Promise<number> {
  // One that has ended meanwhile has none.
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
