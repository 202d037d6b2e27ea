import type { StageName } from "../claims";
import type { Ground } from "../ground";
import type { MeshObject } from "../cluster/mesh-objects";
import { PAGE, PICTURE, sortFailures } from "./explained";
import type { Switch } from "./route";
import { SteadyLoad } from "./steady-load";
import { untilServed } from "./served";

/** What one switch did to the requests that were sent meanwhile. */
export interface SwitchOutcome extends Switch<StageName> {
  readonly requests: number;
  /** Answers other than 200 that one of the two stages stands for, by path and status. */
  readonly explained: Readonly<Record<string, number>>;
  /** All other requests that were not answered with 200. None are allowed. */
  readonly unexplained: Readonly<Record<string, number>>;
  /** Time of `pulumi up`, in seconds. */
  readonly up: number;
  /** From the end of `pulumi up` until every proxy is known to serve the new stage, in seconds. */
  readonly served: number;
}

/** Through the gateway, and from inside to catalogue. Together 60 a second: a switch of 7 s sees some 400. */
const STREAMS = [
  { path: PAGE, rate: 50 },
  { path: PICTURE, rate: 10 },
];

export interface Tour {
  readonly ground: Ground;
  /** Puts a stage on the cluster and gives the seconds it took. */
  readonly deploy: (stage: StageName) => Promise<number>;
  /** What visitors send to be let in; asked for once a stage is deployed. */
  readonly visitor: () => Promise<Readonly<Record<string, string>>>;
  readonly meshObjects: () => Promise<MeshObject[]>;
  /** Told of each switch when it is done. */
  readonly done: (outcome: SwitchOutcome) => Promise<void>;
  /** What is done at each stage that was reached, without the load. Default: nothing, and the load goes on. */
  readonly stop?: (stage: StageName) => Promise<void>;
}

/** Makes the switches one after the other under a steady load, each from the stage that it is told as beginning with. */
export async function makeSwitches(switches: readonly Switch<StageName>[], tour: Tour): Promise<SwitchOutcome[]> {
  const { ground, deploy, meshObjects, done, stop } = tour;
  const outcomes: SwitchOutcome[] = [];
  let deployed: StageName | undefined;
  let load: SteadyLoad | undefined;
  const endLoad = () => {
    load?.stop();
    load = undefined;
  };
  try {
    for (const [index, { from, to }] of switches.entries()) {
      // Where earlier results leave gaps, a switch does not begin where the one before it ended.
      if (deployed !== from) {
        endLoad();
        ground.say(`deploying ${from}`);
        await deploy(from);
        await stop?.(from);
      }
      ground.say(`${index + 1} of ${switches.length} switches: ${from} to ${to}`);
      load ??= await steadyLoad(tour);
      const up = await deploy(to);
      deployed = to;
      const served = await untilServed(ground, await meshObjects());
      const tally = load.mark();
      await tally.settled();
      const outcome = { from, to, requests: tally.requests, ...sortFailures(tally.outcomes, [from, to]), up, served };
      outcomes.push(outcome);
      await done(outcome);
      if (stop === undefined) continue;
      endLoad();
      await stop(to);
    }
  } finally {
    endLoad();
  }
  return outcomes;
}

async function steadyLoad({ ground, visitor }: Tour): Promise<SteadyLoad> {
  const headers = await visitor();
  const streams = STREAMS.map((stream) => ({ ...stream, headers }));
  return new SteadyLoad(ground.url, streams, ground.signal);
}
