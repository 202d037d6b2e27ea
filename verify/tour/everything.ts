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

/** Deploys one stage after the other and proves what there is to prove at each. */
export async function proveEverything(
  stops: readonly Stop[],
  deploy: (stage: string) => Promise<unknown>,
  prove: (deployed: string, trials: readonly Trial[], control: boolean) => Promise<Report>,
): Promise<Report[]> {
  const reports: Report[] = [];
  for (const { stage, trial, controls } of stops) {
    await deploy(stage);
    reports.push(await prove(stage, [trial], false));
    if (controls.length > 0) reports.push(await prove(stage, controls, true));
  }
  return reports;
}
