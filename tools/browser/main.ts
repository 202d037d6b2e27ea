import "../../command-line/closed-pipe.ts";
import { Command } from "commander";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { installPackages, missingPackages } from "../../lab/toolchain/debian-packages.ts";

/** Debian's own browser, and letters for it to draw. */
const packages = ["chromium", "fonts-dejavu-core"];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const browser = new Command("npm run browser")
  .description(
    "Installs Debian's Chromium, with which the lab's tests and `npm run pictures` visit the shop, unless it is there.",
  )
  .allowExcessArguments(false)
  .action(async () => {
    if ((await missingPackages(packages)).length === 0) return;
    if (process.getuid?.() !== 0) throw new Mistake("installing Debian's Chromium needs root", "sudo npm run browser");
    const signal = untilInterrupted(say);
    await interruptible(signal, () => installPackages(say, signal, packages));
  });

await runCommand(browser);
