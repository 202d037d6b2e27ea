import type { ListrTask } from "listr2";
import { interruptible } from "../command-line/interruption.ts";
import { examine, lacks } from "./doctor.ts";
import { buildImageCache, imagesBuilt } from "./image-cache.ts";
import { LabError } from "./lab-error.ts";
import { waitForLock } from "./machine/lock.ts";
import { runTasks } from "./run-tasks.ts";
import { buildCluster, buildPulumi } from "./toolchain/build.ts";
import type { BuildOptions } from "./toolchain/build-options.ts";
import { built, toolchainBuilt } from "./toolchain/cache.ts";
import { installPackages } from "./toolchain/debian-packages.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const buildTask =
  (signal: AbortSignal) =>
  (title: string, run: (options: BuildOptions) => Promise<void>): ListrTask => ({
    title,
    task: (_, task) => run({ signal, report: (line) => void (task.output = line) }),
  });

/** What is done once Pulumi is built, where the rest is not: it has a quarter of an hour. */
export type Interlude = (signal: AbortSignal) => Promise<void>;

/** Builds what is missing, and says beforehand what that takes. */
export async function buildAll(signal: AbortSignal, interlude?: Interlude): Promise<void> {
  const missing = lacks(await examine());
  if (missing.length > 0) {
    const lines = missing.map((f) => `${f.what}: ${f.found}. ${f.mend ?? ""}`);
    throw new LabError(`this machine lacks what the lab needs:\n  ${lines.join("\n  ")}`, "npm run lab -- doctor");
  }
  const lock = await waitForLock("build", () => say("another build is running: waiting for it"), signal);
  try {
    for (const line of await stillToBuild()) say(line);
    const task = buildTask(signal);
    await interruptible(signal, async () => {
      await runTasks([
        task("Debian packages", ({ report, signal }) => installPackages(report, signal)),
        task("programs: Pulumi", buildPulumi),
      ]);
      if (interlude && !built("cluster")) await interlude(signal);
      await runTasks([task("programs: Kubernetes, Istio, Envoy", buildCluster), task("images", buildImageCache)]);
    });
  } finally {
    lock.release();
  }
}

/** Of how long it takes and what it leaves, as measured with nothing cached (docs/bench.md). */
async function stillToBuild(): Promise<string[]> {
  return [
    ...(toolchainBuilt()
      ? []
      : ["To build: programs, some 15 minutes on two cores and 9 GB in Go's caches where nothing is cached."]),
    ...((await imagesBuilt()) ? [] : ["To build: images, some 2 minutes. All that is built takes 2 GB."]),
  ];
}
