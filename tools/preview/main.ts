import "../../command-line/closed-pipe.ts";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Mistake } from "../../verify/mistake.ts";
import { Progress } from "../../verify/progress.ts";
import { Engine } from "./engine.ts";
import { expectEmpty, writeManifests } from "./manifests.ts";
import { type Options, readOptions } from "./options.ts";
import { asJson, asText, type Report } from "./report.ts";
import { readStackConfig } from "./stack-config.ts";

/** Ends of a program that a signal stopped: 128 and the signal's number, as shells have it. */
const stopped = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const progress = new Progress(process.stderr);

/** npm runs scripts in the checkout; the user may stand elsewhere. */
const fromUser = (path: string): string => resolve(process.env["INIT_CWD"] ?? ".", path);

/** Aborted by a signal: the engine then ends, and its folder goes. One Ctrl-C may come twice, from the terminal and npm. */
function untilStopped(): AbortSignal {
  const controller = new AbortController();
  for (const name of Object.keys(stopped)) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      progress.say("stopping");
      controller.abort(name);
    });
  }
  return controller.signal;
}

async function preview(options: Options, signal: AbortSignal): Promise<Report> {
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

async function main(signal: AbortSignal): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if ("help" in options) {
      process.stdout.write(options.help);
      return 0;
    }
    const report = await preview(options, signal);
    process.stdout.write(options.json ? asJson(report) : asText(report, options.diff));
    return 0;
  } catch (error) {
    progress.clear();
    // Whatever the abort made fail, the abort is the cause.
    if (signal.aborted) return stopped[signal.reason as keyof typeof stopped];
    process.stderr.write(error instanceof Mistake ? `${error.message}\n` : `${(error as Error).stack}\n`);
    return 2;
  }
}

process.exitCode = await main(untilStopped());
