import "../../command-line/closed-pipe.ts";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { labStarted } from "../../lab/started.ts";
import { program as toolchainProgram } from "../../lab/toolchain/cache.ts";
import { Progress } from "../../verify/progress.ts";
import type { Bench } from "./bench.ts";
import { benches, type BenchName } from "./benches/index.ts";
import { startLab, stopLab } from "./lab-lifecycle.ts";
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

interface Options {
  readonly rounds?: number;
  readonly json?: true;
  readonly list?: true;
  readonly cold?: true;
}

async function runBench(name: BenchName, options: Options, signal: AbortSignal): Promise<Result> {
  const bench: Bench = benches[name];
  const folder = await mkdtemp(join(tmpdir(), `sock-shop-bench-${name}-`));
  try {
    const say = (line: string) => progress.say(`${name}: ${line}`);
    const rounds = options.rounds ?? bench.rounds;
    const figures = await bench.run({ rounds, folder, cold: options.cold === true, signal, say });
    return { name, title: bench.title, figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Refuses before anything is measured what would fail in the middle. */
function check(chosen: readonly BenchName[]): void {
  if (!existsSync(toolchainProgram("pulumi"))) {
    throw new Mistake("the lab's programs are not built", "npm run lab -- build");
  }
  const stopped = chosen.filter((name) => benches[name].needs === "stopped lab");
  if (stopped.length > 0 && labStarted()) {
    throw new Mistake(`the lab runs, and ${stopped.join(", ")} measures its start`, "npm run lab -- stop");
  }
}

function list(): string {
  const width = Math.max(...names.map((name) => name.length));
  return names
    .map((name) => `${name.padEnd(width)}  ${benches[name].title}; ${benches[name].rounds} rounds\n`)
    .join("");
}

async function run(asked: readonly BenchName[], options: Options): Promise<void> {
  if (options.list) {
    process.stdout.write(list());
    return;
  }
  const chosen = names.filter((name) => asked.length === 0 || asked.includes(name));
  check(chosen);
  const signal = untilInterrupted(progress.say);
  const results: Result[] = [];
  let startedLab = false;
  try {
    for (const name of chosen) {
      if (benches[name].needs === "lab" && !labStarted()) {
        progress.say("starting the lab");
        startedLab = true;
        await interruptible(signal, () => startLab(signal));
      }
      results.push(await interruptible(signal, () => runBench(name, options, signal)));
    }
  } finally {
    if (startedLab) {
      progress.say("stopping the lab");
      await stopLab();
    }
    progress.clear();
  }
  process.stdout.write(`${options.json ? asJson(results) : asTable(results)}\n`);
}

const bench = new Command("npm run bench --")
  .description("What it costs: figures as medians of several rounds, what is compared measured side by side.")
  .argument("[names...]", `benches to run: ${names.join(", ")}; default: all`, benchName)
  .option("--rounds <number>", "instead of each bench's own number of rounds", roundsNumber)
  .option("--json", "every value, for programs")
  .option("--list", "say what there is, run nothing")
  .option("--cold", "with lab: build its programs and images from nothing, too (a quarter of an hour, 11 GB)")
  .showHelpAfterError("Add --help to see what is possible.")
  .action(run);

await runCommand(bench);
