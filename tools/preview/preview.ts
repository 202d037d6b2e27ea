import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Mistake } from "../../command-line/mistake.ts";
import type { Progress } from "../../verify/progress.ts";
import { Engine } from "./engine.ts";
import { expectEmpty, writeManifests } from "./manifests.ts";
import type { Options } from "./options.ts";
import type { Report } from "./report.ts";
import { readStackConfig } from "./stack-config.ts";

/** npm runs scripts in the checkout; the user may stand elsewhere. */
const fromUser = (path: string): string => resolve(process.env["INIT_CWD"] ?? ".", path);

/** Asks the engine what a stage declares, or what it changes against another. No cluster is asked. */
export async function preview(options: Options, progress: Progress, signal: AbortSignal): Promise<Report> {
  const { stage, from, yaml, config } = options;
  if (yaml !== undefined) await expectEmpty(fromUser(yaml), yaml);
  const engine = await Engine.start(await configOf(options.configFile), signal);
  try {
    for (const [key, value] of config) await engine.set(key, value);
    if (from !== undefined) {
      progress.say(`asking the engine for ${from}`);
      await engine.goTo(from);
    }
    progress.say(`asking the engine for ${stage}`);
    const { warnings, ...run } = await engine.goTo(stage);
    progress.clear();
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    const manifests = yaml && (await writeManifests(engine.rendered, run.steps, fromUser(yaml), yaml));
    return { stage, from, ...run, ...(manifests && { manifests }) };
  } finally {
    await engine.stop();
  }
}

async function configOf(file: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (file === undefined) return {};
  const text = await readFile(fromUser(file), "utf8").catch((error: Error) => {
    throw new Mistake(`--config-file ${file}: ${error.message}`);
  });
  return readStackConfig(file, text);
}
