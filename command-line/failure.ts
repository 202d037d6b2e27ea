import { codeOfSignal, exitCodes } from "./exit-codes.ts";
import { Interrupted } from "./interruption.ts";
import { isMistake } from "./mistake.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Says what ended a command: one line for a mistake, with what to do next; a trace only for what nobody foresaw. @returns the exit code */
export function reportFailure(error: unknown): number {
  // The user knows it.
  if (error instanceof Interrupted) return codeOfSignal(error.by);
  if (isMistake(error)) {
    say(`error: ${error.message}`);
    if (error.next !== undefined) say(`next:  ${error.next}`);
  } else if (error instanceof Error && "shortMessage" in error) {
    // A command of the machine failed: its own last words say more than a trace of ours.
    say(`error: ${error.message.trimEnd().split("\n").slice(-20).join("\n")}`);
  } else {
    say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return exitCodes.notDone;
}
