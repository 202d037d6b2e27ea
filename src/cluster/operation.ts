import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Commands of Pulumi's that run the program although nothing is to be made: with `--run-program`. */
const makeNothing = ["destroy", "down", "dn", "refresh"];
const commands = [...makeNothing, "up", "update", "preview", "pre", "watch", "import"];

/** The Pulumi command in an engine's command line, which may have options before it. */
export function operation(commandLine: readonly string[]): string | undefined {
  return commandLine.slice(1).find((word) => commands.includes(word));
}

/**
 * Whether this run may make something. Of a run for `pulumi destroy` or `pulumi refresh` the SDK tells nothing, so the
 * engine's own command line is read: it is the parent of the language host, which is the parent of this process. Where that
 * cannot be had, the run is taken for an `up`.
 */
export function mayMake(pid = process.ppid): boolean {
  try {
    const command = operation(commandLineOf(parentOf(pid)));
    return command === undefined || !makeNothing.includes(command);
  } catch {
    return true;
  }
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
