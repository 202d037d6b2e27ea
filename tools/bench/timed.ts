import { performance } from "node:perf_hooks";
import { execa, type Options } from "execa";

/** Runs a command to its end. @returns its time in seconds */
export async function timed(command: string, args: readonly string[], options: Options): Promise<number> {
  const start = performance.now();
  await execa(command, args, { stdin: "ignore", ...options });
  return (performance.now() - start) / 1000;
}
