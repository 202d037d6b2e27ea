import type { Report } from "../report";
import { exitCodeOf } from "../report";
import type { Deployed } from "./deploy";

/** Two stages in the talk's order. */
export type Pair<Stage extends string = string> = readonly [Stage, Stage];

/** What became of two stages together: the program refused them, or their claims were tried. */
export interface PairOutcome {
  readonly pair: Pair;
  /** Why, in the program's words. */
  readonly refused?: string;
  /** Time of `pulumi up`, in seconds. */
  readonly up?: number;
  readonly report?: Report;
}

/** Every two stages, whether they go together or not. */
export function everyPair<Stage extends string>(stages: readonly Stage[]): Pair<Stage>[] {
  return stages.flatMap((one, index) => stages.slice(index + 1).map((other) => [one, other] as const));
}

export interface PairRun<Stage extends string> {
  /** Puts the two on the cluster, or tells that the program does not. */
  readonly deploy: (pair: Pair<Stage>) => Promise<Deployed>;
  /** Tries the claims of both. */
  readonly prove: (pair: Pair<Stage>) => Promise<Report>;
  /** Told of each pair when it is done. */
  readonly done: (outcome: PairOutcome) => Promise<void>;
  readonly say: (progress: string) => void;
}

/** Asks the program for one pair after the other, and proves those that it accepts. */
export async function provePairs<Stage extends string>(
  pairs: readonly Pair<Stage>[],
  { deploy, prove, done, say }: PairRun<Stage>,
): Promise<PairOutcome[]> {
  const outcomes: PairOutcome[] = [];
  for (const [index, pair] of pairs.entries()) {
    say(`${index + 1} of ${pairs.length} pairs: deploying ${pair.join(",")}`);
    const deployed = await deploy(pair);
    const outcome: PairOutcome =
      "refused" in deployed ? { pair, ...deployed } : { pair, up: deployed.seconds, report: await prove(pair) };
    outcomes.push(outcome);
    await done(outcome);
  }
  return outcomes;
}

/** Some pairs are accepted, and each of those is proven. */
export function pairsProven(outcomes: readonly PairOutcome[]): boolean {
  const reports = outcomes.flatMap(({ report }) => (report === undefined ? [] : [report]));
  return reports.length > 0 && reports.every((report) => exitCodeOf(report) === 0);
}
