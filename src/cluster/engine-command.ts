import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * The command line of the engine, of which the SDK tells nothing: it is the parent of the language host, which is the parent
 * of this process. Undefined where that cannot be had.
 */
export function engineCommand(pid = process.ppid): readonly string[] | undefined {
  try {
    return commandLineOf(parentOf(pid));
  } catch {
    // Another operating system, or a parent that has ended: the run is taken for a plain one.
    return undefined;
  }
}

/** Whether the run reads the cluster into its state before the program runs. @param command command line of the engine */
export function refreshes(command: readonly string[]): boolean {
  return command.some((word) => /^--refresh(?:=(?:true|1|t))?$/i.test(word) || /^-[dfy]*r[dfy]*$/.test(word));
}

/** Commands of Pulumi's that run the program although nothing is to be made: with `--run-program`. */
const makeNothing = ["destroy", "down", "dn", "refresh"];
const commands = [...makeNothing, "up", "update", "preview", "pre", "watch", "import"];

/** The Pulumi command in an engine's command line, which may have options before it. */
export const operation = (command: readonly string[]): string | undefined =>
  command.slice(1).find((word) => commands.includes(word));

/** Whether a run may make something. Where the command is not known, it is taken for an `up`. */
export function mayMake(command = engineCommand()): boolean {
  const name = command && operation(command);
  return name === undefined || !makeNothing.includes(name);
}

const onLinux = process.platform === "linux";

function parentOf(pid: number): number {
  // The name before it, in brackets, may have spaces.
  if (onLinux) return Number(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ")[1]);
  return Number(ps("ppid=", pid));
}

function commandLineOf(pid: number): string[] {
  if (onLinux) return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  return ps("args=", pid).split(" ");
}

const ps = (field: string, pid: number) =>
  execFileSync("ps", ["-o", field, "-p", String(pid)], { encoding: "utf8" }).trim();
