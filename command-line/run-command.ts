import { type Command, CommanderError } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { reportFailure } from "./failure.ts";

/** Reads what was typed and does it. Ends with the exit code that belongs to a failure; else with the one that was set. */
export async function runCommand(command: Command): Promise<void> {
  for (const one of [command, ...command.commands]) one.exitOverride();
  try {
    await command.parseAsync();
  } catch (error) {
    // Commander has told what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? exitCodes.done : exitCodes.notDone);
    process.exit(reportFailure(error));
  }
}
