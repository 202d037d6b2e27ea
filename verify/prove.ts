import { performance } from "node:perf_hooks";
import type { Beside, Trial } from "./claim";
import type { Ground } from "./ground";
import type { ClaimOutcome } from "./outcome";

/**
 * Measures and judges one claim. What it brought into the cluster is taken away by `remove`, however the claim ends; where
 * that fails after the claim has failed, both are told.
 */
export async function prove(
  trial: Trial,
  beside: readonly Beside[],
  ground: Ground,
  remove: () => Promise<void>,
): Promise<ClaimOutcome> {
  const start = performance.now();
  const findings = await trial.run(ground, beside).catch(async (failure: unknown) => {
    await remove().catch((left: unknown) => ground.say(`something was left behind: ${String(left)}`));
    throw failure;
  });
  await remove();
  const { stage, shows, expected } = trial;
  return { stage, shows, expected, findings, seconds: (performance.now() - start) / 1000 };
}
