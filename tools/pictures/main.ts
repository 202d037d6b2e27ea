import "../../command-line/closed-pipe.ts";
import { relative } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { exitCodes } from "../../command-line/exit-codes.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { projectDir } from "../../lab/paths.ts";
import { checkPictures, drawPictures, makePictures } from "./make-pictures.ts";
import { livePages, talkFile } from "./live-page.ts";
import { pages } from "./pages/index.ts";
import { plots } from "./plots/index.ts";
import { screenshots } from "./screenshots.ts";

const names = [...Object.keys(plots), ...Object.keys(pages), ...Object.keys(livePages), screenshots.name];

const known = (name: string, earlier: readonly string[] = []): readonly string[] => {
  if (!names.includes(name)) throw new InvalidArgumentError(`Got ${name}. Pictures: ${names.join(", ")}.`);
  return earlier.includes(name) ? earlier : [...earlier, name];
};

interface Options {
  readonly list?: boolean;
  readonly draw?: boolean;
  readonly check?: boolean;
}

function list(): void {
  const width = Math.max(...names.map((name) => name.length));
  const rows = [...Object.entries({ ...plots, ...pages, ...livePages }), [screenshots.name, screenshots] as const];
  for (const [name, { shows }] of rows) process.stdout.write(`${name.padEnd(width)}  ${shows}\n`);
}

const pictures = new Command("npm run pictures --")
  .description(
    "Makes the pictures in docs/ from real traffic in the lab, and keeps plots' data in docs/data/.\n" +
      "Starts the lab where none runs, and then stops it; else goes back to the stage that was deployed.\n" +
      `Those of the page for the audience are made from ${relative(projectDir, talkFile)}, without a lab.`,
  )
  .argument("[names...]", `default all: ${names.join(", ")}`, known)
  .option("--list", "say what each picture shows")
  .option("--draw", "draw plots from the data that is kept; measures nothing, needs no lab")
  .option("--check", "see that each plot is what its data gives; exit code 1 where one is not")
  .showHelpAfterError("Add --help to see what is possible.")
  .action(async (asked: readonly string[], options: Options) => {
    const chosen = asked.length > 0 ? asked : names;
    if (options.list) {
      list();
      return;
    }
    if (options.check) {
      process.exitCode = (await checkPictures(chosen)) ? exitCodes.done : exitCodes.no;
      return;
    }
    return options.draw ? drawPictures(chosen) : makePictures(chosen);
  });

await runCommand(pictures);
