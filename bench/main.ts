import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { reportAndExit } from "../lab/failure.ts";
import { LabError } from "../lab/lab-error.ts";
import { program as toolchainProgram } from "../lab/toolchain/cache.ts";
import { Progress } from "../verify/progress.ts";
import type { Bench } from "./bench.ts";
import { benches, type BenchName } from "./benches/index.ts";
import { asJson, asTable, type Result } from "./report.ts";

const names = Object.keys(benches) as BenchName[];
const progress = new Progress(process.stderr);

function benchName(text: string, earlier: BenchName[] = []): BenchName[] {
  const name = names.find((name) => name === text);
  if (!name) throw new InvalidArgumentError(`Got ${text}. Benches: ${names.join(", ")}.`);
  return [...earlier, name];
}

function roundsNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError(`Got ${text}. A whole number from 1 to 99.`);
  return Number(text);
}

/** Aborted by the first Ctrl-C or SIGTERM, so that what was started for a bench is taken down. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => controller.abort());
  return controller.signal;
}

async function runBench(name: BenchName, rounds: number | undefined, signal: AbortSignal): Promise<Result> {
  const bench: Bench = benches[name];
  const folder = await mkdtemp(join(tmpdir(), `sock-shop-bench-${name}-`));
  try {
    const say = (line: string) => progress.say(`${name}: ${line}`);
    const figures = await bench.run({ rounds: rounds ?? bench.rounds, folder, signal, say });
    return { name, title: bench.title, figures };
  } catch (error) {
    // Whatever an interrupt made fail, the interrupt is the cause.
    signal.throwIfAborted();
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(chosen: BenchName[], options: { rounds?: number; json?: true; list?: true }): Promise<void> {
  if (options.list) {
    const lines = names.map((name) => `${name.padEnd(10)} ${benches[name].title} (${benches[name].rounds} rounds)`);
    process.stdout.write(`${lines.join("\n")}\n`);
    return;
  }
  if (!existsSync(toolchainProgram("pulumi"))) {
    throw new LabError("the lab's programs are not built", "npm run lab -- build");
  }
  const signal = interruption();
  const results: Result[] = [];
  for (const name of chosen.length > 0 ? names.filter((name) => chosen.includes(name)) : names) {
    results.push(await runBench(name, options.rounds, signal));
  }
  progress.clear();
  process.stdout.write(`${options.json ? asJson(results) : asTable(results)}\n`);
}

new Command("npm run bench --")
  .description("What it costs: figures as medians of several rounds, what is compared measured side by side.")
  .argument("[names...]", `benches to run: ${names.join(", ")}; default: all`, benchName)
  .option("--rounds <number>", "instead of each bench's own number of rounds", roundsNumber)
  .addOption(new Option("--json", "every value, for programs").default(undefined))
  .addOption(new Option("--list", "say what there is, run nothing").default(undefined))
  .showHelpAfterError("Add --help to see what is possible.")
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    progress.clear();
    reportAndExit(error);
  });
