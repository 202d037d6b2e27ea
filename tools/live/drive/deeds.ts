import { join } from "node:path";
import { type Child, type Ended, runChild } from "../../../command-line/run-child.ts";
import { withTypeScript } from "../../../command-line/with-typescript.ts";
import { projectDir } from "../../../lab/paths.ts";
import { environmentAt, type Place, reaching } from "../place.ts";
import type { DeployLine } from "./deploy-lines.ts";
import type { Deeds } from "./driver.ts";
import { verifyWords } from "../../verify-words/verify-words.ts";
import { commandIn, verdictIn } from "./outcome.ts";

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
    const lines: string[] = [];
    const see = (line: string) => {
      lines.push(line);
      told(line);
    };
    const words = verifyWords(command, { "--context": place.context, "--url": place.url });
    const script = [join(projectDir, "verify/main.ts"), ...words, "--json"];
    return verdictIn(await run(place, script, "stderr", see, signal), lines);
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
  const command = reaching(place, [process.execPath, ...withTypeScript, ...script]);
  const ended = await runChild({ command, cwd: projectDir, env, lines }, told, signal);
  signal.throwIfAborted();
  return ended;
}
