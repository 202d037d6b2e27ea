import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { sep } from "node:path";

/** Which processes are meant. */
export interface Whose {
  /** A file that stands for a network namespace: where it is pinned, or a process's `/proc/PID/ns/net`. */
  readonly network: string;
  /** Folder of their programs. */
  readonly programs: string;
}

/** Of a question to /proc about a process: what has ended meanwhile is no stray. */
const gone = (): undefined => undefined;

/** Of a process; undefined where it has ended, or is none that one may look at. */
const networkOf = (pid: number | string): Promise<number | undefined> =>
  stat(`/proc/${pid}/ns/net`).then(({ ino }) => ino, gone);

async function parentOf(pid: string): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(gone);
  return status && /^PPid:\t(\d+)$/m.exec(status)?.[1];
}

/**
 * Ids of processes that run a program of the folder in a network and that nobody there waits for: Pulumi starts its providers
 * and ends them, and one that was killed leaves them behind.
 */
export async function strays({ network, programs }: Whose): Promise<number[]> {
  const wanted = await stat(network).then(({ ino }) => ino, gone);
  if (wanted === undefined) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const program = await readlink(`/proc/${pid}/exe`).catch(gone);
      if (!program?.startsWith(programs + sep) || (await networkOf(pid)) !== wanted) return [];
      const parent = await parentOf(pid);
      return parent === undefined || (await networkOf(parent)) === wanted ? [] : [Number(pid)];
    }),
  );
  return found.flat();
}
