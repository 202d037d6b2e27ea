import { join } from "node:path";
import { withTypeScript } from "../../command-line/with-typescript.ts";
import { projectDir } from "../../lab/paths.ts";
import { verifyWords } from "../verify-words/verify-words.ts";
import type { Cluster } from "./cluster.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const loggedUp = join(import.meta.dirname, "logged-up.ts");
const verifyMain = join(projectDir, "verify/main.ts");

/** Puts the stage on the cluster and proves it. @returns the exit code of the first step that failed, or 0 */
export async function showStage(stage: string, cluster: Cluster): Promise<number> {
  const up = process.stdout.isTTY
    ? ["pulumi", "up", "--yes", "--skip-preview"]
    : [process.execPath, ...withTypeScript, loggedUp];
  const deploying = [["pulumi", "config", "set", "stage", stage], up];
  for (const step of deploying) {
    const code = await cluster.run(step);
    if (code !== 0) return code;
  }
  // The stack's config may have other numbers than the slide.
  const words = verifyWords(await cluster.ask(["pulumi", "stack", "output", "verify"]), cluster.verifyOptions);
  const proven = await cluster.run([process.execPath, ...withTypeScript, verifyMain, ...words]);
  if (proven !== 0) return proven;
  say("");
  if (cluster.url) say(`The shop: ${cluster.url}`);
  say("Next, another stage:");
  say(`  ${cluster.prefix}pulumi config set stage baseline && ${cluster.prefix}pulumi up`);
  say(
    `  ${cluster.prefix}npm run verify -- ${["baseline", ...Object.entries(cluster.verifyOptions).flat()].join(" ")}`,
  );
  return 0;
}
