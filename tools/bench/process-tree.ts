import { readFile } from "node:fs/promises";
import { execa } from "execa";

/** What processes have used up to now. */
export interface Used {
  /** Of a processor, in seconds. */
  readonly cpu: number;
  /** Memory of their own, in megabytes. Files they map do not count. */
  readonly memory: number;
}

/** Clock ticks of /proc a second: Linux has told programs so on each machine since long. */
const ticks = 100;

/**
 * A process and all below it.
 * @param part of the command line: only processes that have it count
 */
export async function processTree(pid: number, part = ""): Promise<number[]> {
  const { stdout } = await execa("ps", ["-eo", "pid=,ppid=,args="]);
  const rows = stdout.split("\n").flatMap((row) => {
    const [, own, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return own === undefined ? [] : [{ pid: Number(own), parent: Number(parent), args }];
  });
  const below = (root: number): typeof rows =>
    rows.filter(({ parent }) => parent === root).flatMap((row) => [row, ...below(row.pid)]);
  const tree = [...rows.filter((row) => row.pid === pid), ...below(pid)];
  return tree.filter(({ args }) => args.includes(part)).map(({ pid }) => pid);
}

export async function usedBy(pids: readonly number[]): Promise<Used> {
  const each = await Promise.all(pids.map(usedByOne));
  return {
    cpu: each.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: each.reduce((sum, { memory }) => sum + memory, 0),
  };
}

async function usedByOne(pid: number): Promise<Used> {
  // One that has ended meanwhile has none.
  const [stat, status] = await Promise.all(
    ["stat", "status"].map((file) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")),
  );
  // The name, in brackets, may have spaces: user and system time are the 12th and 13th field after it.
  const fields = (stat ?? "").replace(/^.*\) /s, "").split(" ");
  return {
    cpu: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticks,
    memory: Number(/^RssAnon:\s+(\d+)/m.exec(status ?? "")?.[1] ?? 0) / 1024,
  };
}
