import { appendFile, readFile, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { waitUntil } from "../../command-line/wait-until.ts";
import { LabError } from "../lab-error.ts";
import { inState } from "../paths.ts";
import { stateFiles } from "../state-files.ts";
import { insideNetwork } from "./network-namespace.ts";

/** A long-running program of the lab. */
export interface Daemon {
  /** Name of its log and of its row in `lab status`. */
  name: string;
  command: string;
  args: string[];
  /** Words before the command that put it into namespaces; default: the lab's network. */
  enter?: readonly string[];
  /** Set for programs whose files are read inside of pods, by any user. Default: only root reads what a daemon writes. */
  readableFiles?: boolean;
}

/** A daemon as it was started, kept for `lab status` and `lab restart`. */
export interface DaemonRecord extends Daemon {
  pid: number;
}

export interface RunningDaemon {
  name: string;
  pid: number;
  /** Settles only when the program ends, which it must not; rejects with its last log lines. */
  ended: Promise<never>;
}

export const logPath = (name: string): string => inState("logs", `${name}.log`);
const recordPath = (name: string): string => inState("daemons", `${name}.json`);

/** The daemons that were started, ended or not. */
export async function daemonRecords(): Promise<DaemonRecord[]> {
  const files = await stateFiles("daemons", "the lab's programs");
  const read = async (file: string) => JSON.parse(await readFile(inState("daemons", file), "utf8")) as DaemonRecord;
  return Promise.all(files.map(read));
}

const lastLines = async (file: string, count: number): Promise<string> =>
  (await readFile(file, "utf8")).trimEnd().split("\n").slice(-count).join("\n");

/** Joins the control group before the program exists, so that no child can escape it; then becomes the program. */
const launcher = 'umask "$1" && echo $$ > "$0/cgroup.procs" && log=$2 && shift 2 && exec "$@" >> "$log" 2>&1';

/** Starts the program in the lab's control group, in a session of its own, writing to its log. It outlives this one. */
export async function startDaemon(daemon: Daemon, cgroup: string): Promise<RunningDaemon> {
  const { name, command, args, enter = insideNetwork, readableFiles } = daemon;
  await appendFile(logPath(name), "", { mode: 0o600 });
  const umask = readableFiles ? "022" : "077";
  const child = execa("sh", ["-c", launcher, cgroup, umask, logPath(name), ...enter, command, ...args], {
    detached: true,
    cleanup: false,
    stdio: "ignore",
    reject: false,
  });
  child.unref();
  if (child.pid === undefined) throw new LabError(`${name} could not be started`);
  const record: DaemonRecord = { ...daemon, pid: child.pid };
  await writeFile(recordPath(name), JSON.stringify(record), { mode: 0o600 });
  const ended = child.then(async (result): Promise<never> => {
    const how = result.signal ? `was ended by ${result.signal}` : `ended with exit code ${result.exitCode}`;
    throw new LabError(`${name} ${how}. Its last lines:\n${await lastLines(logPath(name), 12)}`);
  });
  ended.catch(() => undefined); // looked at by whoever waits for readiness; a later end shows in `lab status`
  return { name, pid: child.pid, ended };
}

/**
 * Waits until `check` holds. Ends early when one of the daemons does.
 * @param deadline in seconds
 */
export async function ready(
  what: string,
  check: (signal: AbortSignal) => Promise<boolean>,
  daemons: RunningDaemon[],
  signal: AbortSignal,
  deadline = 60,
): Promise<void> {
  const stop = new AbortController();
  const late = new LabError(`${what} was not ready after ${deadline} s`, "npm run lab -- logs NAME");
  const patience = { every: 100, limit: deadline * 1000, late, signal: AbortSignal.any([signal, stop.signal]) };
  try {
    await Promise.race([waitUntil(check, patience), ...daemons.map((d) => d.ended)]);
  } finally {
    stop.abort();
  }
}
