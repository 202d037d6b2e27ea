import { exitCodes } from "../../../command-line/exit-codes.ts";
import { Mistake } from "../../../command-line/mistake.ts";
import type { Ended } from "../../../command-line/run-child.ts";
import type { Report } from "../../../verify/report.ts";
import type { DeployLine } from "./deploy-lines.ts";
import type { Verdict } from "./driver.ts";
import { saidOf } from "../../engine-events/up-events.ts";

/** The command that proves what was deployed. A Mistake with what went wrong where it was not. */
export function commandIn(last: DeployLine | undefined, rest: string): string {
  if (last?.kind === "done") return last.verify;
  throw new Mistake(last?.kind === "failed" ? last.why : saidOf(rest));
}

/** A Mistake where the claim could not be tried. @param said what verify said meanwhile: at its end what is wrong, and mostly what to type */
export function verdictIn({ code, rest }: Ended, said: readonly string[]): Verdict {
  const tried = code === exitCodes.done || code === exitCodes.no;
  const [claim] = tried ? (JSON.parse(rest) as Report).claims : [];
  if (claim === undefined) throw new Mistake(said.slice(-2).join("; ") || "verify ended without a word");
  return claim.verdict;
}
