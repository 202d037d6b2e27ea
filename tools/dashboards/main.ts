import "../../command-line/closed-pipe.ts";
import { Command, InvalidArgumentError } from "commander";
import { exitCodes } from "../../command-line/exit-codes.ts";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { ask } from "./answers.ts";
import { goldenSignals } from "./golden-signals.ts";

interface Given {
  readonly check?: URL;
}

const command = new Command("npm run -s dashboards --")
  .description(
    "Prints a dashboard for Grafana, as JSON to import: the four golden signals of the shop, by service and version, by\n" +
      "the rules of the Prometheus that stage metrics brings.",
  )
  .option(
    "--check <URL>",
    "instead ask the Prometheus there all that the dashboard asks; exit code 1 for no answer",
    address,
  )
  .addHelpText(
    "after",
    "\nExamples:\n  npm run -s dashboards > sock-shop.json" +
      "\n  npm run -s dashboards -- --check http://localhost:9090",
  )
  .allowExcessArguments(false)
  .action(async ({ check }: Given) => {
    if (check === undefined) {
      process.stdout.write(`${JSON.stringify(goldenSignals(), undefined, 2)}\n`);
      return;
    }
    const signal = untilInterrupted((line) => void process.stderr.write(`${line}\n`));
    const answers = await interruptible(signal, () => ask(goldenSignals(), check, signal));
    for (const { panel, query, series } of answers) {
      process.stdout.write(`${series === 0 ? "NOTHING" : `${series} series`}: ${panel}: ${query}\n`);
    }
    process.exitCode = answers.every(({ series }) => series > 0) ? exitCodes.done : exitCodes.no;
  });

function address(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidArgumentError("It is an address such as http://localhost:9090.");
}

await runCommand(command);
