import "../../command-line/closed-pipe.ts";
import { reportFailure } from "../../command-line/failure.ts";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Progress } from "../../verify/progress.ts";
import { readOptions } from "./options.ts";
import { preview } from "./preview.ts";
import { asJson, asText } from "./report.ts";

const progress = new Progress(process.stderr);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if ("text" in options) {
    process.stdout.write(options.text);
    return;
  }
  const signal = untilInterrupted(progress.say);
  const report = await interruptible(signal, () => preview(options, progress, signal));
  process.stdout.write(options.json ? asJson(report) : asText(report, options.diff));
}

await main().catch((error: unknown) => {
  progress.clear();
  process.exitCode = reportFailure(error);
});
