import { performance } from "node:perf_hooks";
import { execa } from "execa";
import { projectDir } from "../../lab/paths.ts";
import { StepTimes } from "./listr-steps.ts";
import { timed } from "./timed.ts";

const lab = (...args: string[]): string[] => ["run", "--silent", "lab", "--", ...args];

/** Runs a command of the lab's. @returns the seconds of each of its steps, and of all together */
async function stepsOf(args: string[], env: Record<string, string>, signal: AbortSignal) {
  const times = new StepTimes();
  const start = performance.now();
  const running = execa("npm", args, { cwd: projectDir, env, cancelSignal: signal, stdin: "ignore" });
  for await (const line of running) times.line(line, performance.now());
  await running;
  return { steps: times.seconds, seconds: (performance.now() - start) / 1000 };
}

export const startLab = (signal: AbortSignal) => stepsOf(lab("start"), {}, signal);

/** Not ended by an interrupt: it is what takes the lab down after one. */
export const stopLab = (): Promise<number> => timed("npm", lab("stop"), { cwd: projectDir });

/** Builds programs and images with empty caches, Go's too, in a folder of their own: a quarter of an hour, 11 GB. */
export const buildCold = (folder: string, signal: AbortSignal) => {
  // Else Go's modules are read-only and the folder could not be removed.
  const caches = { XDG_CACHE_HOME: folder, GOCACHE: `${folder}/go-build`, GOMODCACHE: `${folder}/go-mod` };
  return stepsOf(lab("build"), { ...caches, GOFLAGS: "-modcacherw" }, signal);
};
