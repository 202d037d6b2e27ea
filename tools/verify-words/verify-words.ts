import { Mistake } from "../../command-line/mistake.ts";
import { shellWords } from "./shell-words.ts";

/**
 * What `npm run verify` is given to prove what a stack has deployed.
 * @param command as the stack's output `verify` has it
 * @param where option → value: the place, as far as the command says nothing else
 * @throws Mistake where the stack says that nothing could be proven
 */
export function verifyWords(command: string, where: Readonly<Record<string, string | undefined>>): string[] {
  if (command.startsWith("#")) throw new Mistake(command.replace(/^# */, ""));
  const words = shellWords(command);
  const given = words.slice(words.indexOf("--") + 1);
  const more = Object.entries(where).flatMap(([option, value]) =>
    value === undefined || given.includes(option) ? [] : [option, value],
  );
  return [...given, ...more];
}
