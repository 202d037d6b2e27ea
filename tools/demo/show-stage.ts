import { createRequire } from "node:module";
import { join } from "node:path";
import { projectDir } from "../../lab/paths.ts";
import type { Cluster } from "./cluster.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const verifyMain = join(projectDir, "verify/main.ts");

/** Puts the stage on the cluster and proves it. @returns the exit code of the first step that failed, or 0 */
export async function showStage(stage: string, cluster: Cluster): Promise<number> {
  const steps = [
    ["pulumi", "config", "set", "stage", stage],
    ["pulumi", "up", "--yes", "--skip-preview"],
    [process.execPath, tsx, verifyMain, stage, ...cluster.verifyOptions],
  ];
  for (const step of steps) {
    const code = await cluster.run(step);
    if (code !== 0) return code;
  }
  say("");
  if (cluster.url) say(`The shop: ${cluster.url}`);
  say("Next, another stage:");
  say(`  ${cluster.prefix}pulumi config set stage baseline && ${cluster.prefix}pulumi up`);
  say(`  ${cluster.prefix}npm run verify -- ${["baseline", ...cluster.verifyOptions].join(" ")}`);
  return 0;
}
