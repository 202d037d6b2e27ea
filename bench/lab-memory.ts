import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { labName } from "../lab/paths.ts";

/** Where the kernel counts the memory of the lab's processes, and by which name: version 1 of control groups, or 2. */
const counters = [
  { file: `/sys/fs/cgroup/memory/${labName}/memory.stat`, name: "total_rss" },
  { file: `/sys/fs/cgroup/${labName}/memory.stat`, name: "anon" },
];

/** What all processes of the lab, pods included, have of their own, in megabytes. Files they read do not count. */
export async function labMemory(): Promise<number> {
  const counter = counters.find(({ file }) => existsSync(file));
  if (!counter) throw new Error("the lab has no control group that counts memory");
  const bytes = new RegExp(`^${counter.name} (\\d+)$`, "m").exec(await readFile(counter.file, "utf8"))?.[1];
  if (bytes === undefined) throw new Error(`${counter.file} has no ${counter.name}`);
  return Number(bytes) / 2 ** 20;
}
