import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { labName } from "../paths.ts";

/**
 * Every process of the lab, pods included, lives below one control group. That is how `stop` finds
 * all of them and nothing else, also when the starter was killed before it could note anything down.
 */

interface Hierarchy {
  root: string;
  controllers: string[];
  unified: boolean;
}

async function hierarchies(): Promise<Hierarchy[]> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" "));
  return mounts.flatMap(([, root, type, options]) =>
    root && (type === "cgroup" || type === "cgroup2")
      ? [{ root, controllers: (options ?? "").split(","), unified: type === "cgroup2" }]
      : [],
  );
}

/** v1 has one tree per controller: the `pids` tree is enough to follow processes. v2 has one tree. */
async function trackingRoot(): Promise<string> {
  const all = await hierarchies();
  const tree = all.find((h) => h.controllers.includes("pids")) ?? all.find((h) => h.unified);
  if (!tree) throw new Error("no control group file system is mounted on /sys/fs/cgroup");
  return join(tree.root, labName);
}

/** The kubelet puts pods below this, and the lab its daemons into a sibling of theirs. */
export const cgroupRoot = `/${labName}`;

/** Makes the lab's group in each tree (runc needs all of them) and returns the folder daemons join. */
export async function createCgroup(): Promise<string> {
  for (const { root } of await hierarchies()) await mkdir(join(root, labName), { recursive: true });
  const daemons = join(await trackingRoot(), "daemons");
  await mkdir(daemons, { recursive: true });
  return daemons;
}

async function groupsBelow(dir: string): Promise<string[]> {
  if (!existsSync(dir)) return [];
  const entries = await readdir(dir, { withFileTypes: true });
  const nested = await Promise.all(entries.filter((e) => e.isDirectory()).map((e) => groupsBelow(join(dir, e.name))));
  return [...nested.flat(), dir];
}

/** Ids of all processes of the lab. */
export async function labProcesses(): Promise<number[]> {
  const groups = await groupsBelow(await trackingRoot());
  // A group that has gone since it was listed has no processes; ENODEV is what reading it at that moment gives.
  const gone = (error: NodeJS.ErrnoException): string => {
    if (["ENOENT", "ENODEV"].includes(error.code ?? "")) return "";
    throw error;
  };
  const lists = await Promise.all(groups.map((g) => readFile(join(g, "cgroup.procs"), "utf8").catch(gone)));
  return lists.flatMap((list) => list.split("\n").filter(Boolean).map(Number));
}

/** Removes the (by now empty) groups, deepest first. */
export async function removeCgroup(): Promise<void> {
  for (const { root } of await hierarchies()) {
    for (const group of await groupsBelow(join(root, labName))) await rmdir(group);
  }
}
