import { join } from "node:path";
import { exitCodes } from "../../../command-line/exit-codes.ts";
import { Mistake } from "../../../command-line/mistake.ts";
import { projectDir } from "../../../lab/paths.ts";
import type { Report } from "../../../verify/report.ts";
import { environmentAt, type Place, reaching } from "../place.ts";
import { type Child, type Ended, runChild } from "./child.ts";
import type { DeployLine } from "./deploy-lines.ts";
import type { Deeds, Verdict } from "./driver.ts";
import { shellWords } from "./shell-words.ts";
import { saidOf } from "./up-events.ts";

/** TypeScript without a process between that would pass signals on. */
const node = [process.execPath, "--import", import.meta.resolve("tsx")];

/** Deploys and proves on the selected stack, each in a process of its own. */
export const deedsAt = (place: Place): Deeds => ({
  async deploy(stage, told, signal) {
    let last: DeployLine | undefined;
    const see = (line: string) => {
      last = JSON.parse(line) as DeployLine;
      if (last.kind === "progress") told(last);
    };
    const script = [join(projectDir, "tools/live/deploy.ts"), stage];
    const { rest } = await run(place, script, "stdout", see, signal);
    return commandIn(last, rest);
  },

  async prove(command, told, signal) {
    let last = "";
    const see = (line: string) => told((last = line));
    const script = [join(projectDir, "verify/main.ts"), ...verifyWords(command, place)];
    return verdictIn(await run(place, script, "stderr", see, signal), last);
  },
});

async function run(
  place: Place,
  script: readonly string[],
  lines: Child["lines"],
  told: (line: string) => void,
  signal: AbortSignal,
): Promise<Ended> {
  const env = { ...process.env, ...(await environmentAt(place)) };
  const command = reaching(place, [...node, ...script]);
  const ended = await runChild({ command, cwd: projectDir, env, lines }, told, signal);
  signal.throwIfAborted();
  return ended;
}

/** The command that proves what was deployed. A Mistake with what went wrong where it was not. */
export function commandIn(last: DeployLine | undefined, rest: string): string {
  if (last?.kind === "done") return last.verify;
  throw new Mistake(last?.kind === "failed" ? last.why : saidOf(rest));
}

/** What `npm run verify` is given: as the stack says, at the place that is watched. */
export function verifyWords(command: string, { context, url }: Pick<Place, "context" | "url">): string[] {
  const words = shellWords(command);
  const given = words.slice(words.indexOf("--") + 1);
  const where = (option: string, value: string | undefined) =>
    value === undefined || given.includes(option) ? [] : [option, value];
  return [...given, ...where("--context", context), ...where("--url", url), "--json"];
}

/** A Mistake where the claim could not be tried. @param last what verify said last */
export function verdictIn({ code, rest }: Ended, last: string): Verdict {
  const tried = code === exitCodes.done || code === exitCodes.no;
  const [claim] = tried ? (JSON.parse(rest) as Report).claims : [];
  if (claim === undefined) throw new Mistake(last === "" ? "verify ended without a word" : last);
  return claim.verdict;
}
