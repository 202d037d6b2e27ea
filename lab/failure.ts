import { LabError } from "./lab-error.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Exit code of a program ended by SIGINT, by the shell's convention. */
export const interruptedCode = 130;

/** One line for a mistake, with what to do next; a trace only for what nobody foresaw. */
export function reportAndExit(error: unknown): never {
  if (error instanceof Error && error.name === "AbortError") {
    say("interrupted");
    process.exit(interruptedCode);
  }
  if (error instanceof LabError) {
    say(`error: ${error.message}`);
    if (error.next) say(`next:  ${error.next}`);
  } else if (error instanceof Error && "shortMessage" in error) {
    // A command of the machine failed: its own last words say more than a trace of ours.
    say(`error: ${error.message.trimEnd().split("\n").slice(-20).join("\n")}`);
  } else {
    say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  process.exit(1);
}
