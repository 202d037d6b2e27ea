import { exitCodes } from "../../../command-line/exit-codes.ts";
import { Mistake } from "../../../command-line/mistake.ts";
import type { Report } from "../../../verify/report.ts";
import type { Place } from "../place.ts";
import type { Ended } from "./child.ts";
import type { DeployLine } from "./deploy-lines.ts";
import type { Verdict } from "./driver.ts";
import { shellWords } from "./shell-words.ts";
import { saidOf } from "./up-events.ts";

/** The command that proves what was deployed. A Mistake with what went wrong where it was not. */
export function commandIn(last: DeployLine | undefined, rest: string): string {
  if (last?.kind === "done") return last.verify;
  throw new Mistake(last?.kind === "failed" ? last.why : saidOf(rest));
}

/** What `npm run verify` is given: as the stack says, at the place that is watched. A Mistake where it says that nothing could be proven. */
export function verifyWords(command: string, { context, url }: Pick<Place, "context" | "url">): string[] {
  if (command.startsWith("#")) throw new Mistake(command.replace(/^# */, ""));
  const words = shellWords(command);
  const given = words.slice(words.indexOf("--") + 1);
  const where = (option: string, value: string | undefined) =>
    value === undefined || given.includes(option) ? [] : [option, value];
  return [...given, ...where("--context", context), ...where("--url", url), "--json"];
}

/** A Mistake where the claim could not be tried. @param said what verify said meanwhile: at its end what is wrong, and mostly what to type */
export function verdictIn({ code, rest }: Ended, said: readonly string[]): Verdict {
  const tried = code === exitCodes.done || code === exitCodes.no;
  const [claim] = tried ? (JSON.parse(rest) as Report).claims : [];
  if (claim === undefined) throw new Mistake(said.slice(-2).join("; ") || "verify ended without a word");
  return claim.verdict;
}
