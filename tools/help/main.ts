import "../../command-line/closed-pipe.ts";
import { Command } from "commander";
import { verbs } from "./verbs.ts";

new Command("npm run help")
  .description("What each command of this repository is for.")
  .allowExcessArguments(false)
  .action(() => {
    const rows = Object.entries(verbs).map(([verb, { words, does }]) => ({
      typed: `npm run ${verb}${words ? ` -- ${words}` : ""}`,
      does,
    }));
    const width = Math.max(...rows.map(({ typed }) => typed.length));
    for (const { typed, does } of rows) process.stdout.write(`${typed.padEnd(width)}  ${does}\n`);
  })
  .parse();
