import type { Trial } from "../claim";
import type { Report } from "../report";

/** What to prove while one stage is deployed. */
export interface Stop {
  readonly stage: string;
  readonly trial: Trial;
  /** Claims of other stages that must fail here. */
  readonly controls: readonly Trial[];
}

/** Every stage with its own claim, and every control at the stage it belongs to. */
export function planStops(trials: readonly Trial[]): Stop[] {
  return trials.map((trial) => ({
    stage: trial.stage,
    trial,
    controls: trials.filter(({ control }) => control.stage === trial.stage),
  }));
}

/** Proves what there is to prove where one stage is deployed. */
export async function proveStop(
  { stage, trial, controls }: Stop,
  prove: (deployed: string, trials: readonly Trial[], control: boolean) => Promise<Report>,
): Promise<Report[]> {
  const claim = await prove(stage, [trial], false);
  return controls.length > 0 ? [claim, await prove(stage, controls, true)] : [claim];
}
