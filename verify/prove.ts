import { performance } from "node:perf_hooks";
import { afterwards } from "./afterwards";
import type { Beside, Trial } from "./claim";
import type { Ground } from "./ground";
import type { ClaimOutcome } from "./outcome";

/** Measures and judges one claim. What it brought into the cluster is taken away by `remove`, however the claim ends. */
export async function prove(
  trial: Trial,
  beside: readonly Beside[],
  ground: Ground,
  remove: () => Promise<void>,
): Promise<ClaimOutcome> {
  const start = performance.now();
  const findings = await afterwards(trial.run(ground, beside), remove, (text) => ground.say(text));
  const { stage, shows, expected } = trial;
  return { stage, shows, expected, findings, seconds: (performance.now() - start) / 1000 };
}
