import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { difference, readClusters, toSubset } from "../../verify/probes/upstream-requests.ts";
import { SteadyLoad, type Sent } from "../../verify/tour/steady-load.ts";
import type { LabShop } from "./plot.ts";

/** One second, about, of traffic through the gateway. */
export interface Sample {
  /** Seconds since the load began, at the end of the sample. */
  readonly at: number;
  /** Length in seconds. */
  readonly span: number;
  /** Requests that the gateway sent on to each version. */
  readonly v1: number;
  readonly v2: number;
  /** Requests of this time that were not answered with 200. */
  readonly failed: number;
}

/** A `pulumi up` under load, in seconds since the load began. */
export interface Switch {
  readonly to: string;
  readonly from: number;
  readonly until: number;
}

export interface Timeline {
  readonly sent: number;
  readonly failed: number;
  readonly switches: readonly Switch[];
  readonly samples: readonly Sample[];
}

/** Pages a second. */
const RATE = 100;

/** How long each stage is looked at before the next, in milliseconds. It is the picture's width, no wait for something. */
const LOOK = 9000;

const SAMPLE = 1000;

/** Asks for pages at a steady rate while the stages come one after the other; the first is deployed already. */
export async function recordTimeline({ ground, deploy }: LabShop, stages: readonly string[]): Promise<Timeline> {
  const sent: Sent[] = [];
  const readings: { at: number; v1: number; v2: number }[] = [];
  const switches: Switch[] = [];
  const gateways = await ground.gateways();
  const start = performance.now();
  const now = () => (performance.now() - start) / 1000;
  const load = new SteadyLoad(ground.url, [{ path: "/", rate: RATE }], ground.signal, (one) => sent.push(one));
  const done = new AbortController();
  const reader = readOn();
  try {
    await pause(LOOK, undefined, { signal: ground.signal });
    for (const to of stages) {
      ground.say(`switching to ${to} under ${RATE} pages a second`);
      const from = now();
      await deploy(to);
      switches.push({ to, from, until: now() });
      await pause(LOOK, undefined, { signal: ground.signal });
    }
  } finally {
    done.abort();
    await reader.finally(() => load.stop());
  }
  await load.mark().settled();
  const samples = sampled(readings, sent, start);
  return { sent: sent.length, failed: sent.filter(isFailure).length, switches: switches.map(roundedSwitch), samples };

  async function readOn(): Promise<void> {
    let before = await readClusters(ground, gateways);
    readings.push({ at: now(), v1: 0, v2: 0 });
    while (!done.signal.aborted) {
      // Ended early by `done`, which is no failure: what came since the last reading is read at once.
      await pause(SAMPLE, undefined, { signal: done.signal }).catch(() => undefined);
      const after = await readClusters(ground, gateways);
      // An endpoint that left had been sent nothing for the seconds that it took to go.
      const counted = difference(before, after, { name: "front-end", namespace: ground.namespace });
      readings.push({ at: now(), v1: toSubset(counted, "v1"), v2: toSubset(counted, "v2") });
      before = after;
    }
  }
}

const isFailure = ({ outcome }: Sent): boolean => outcome !== "200";

function sampled(readings: readonly { at: number; v1: number; v2: number }[], sent: readonly Sent[], start: number) {
  return readings.slice(1).map(({ at, v1, v2 }, index): Sample => {
    const since = readings[index]?.at ?? 0;
    const failed = sent.filter((one) => isFailure(one) && within((one.until - start) / 1000, since, at)).length;
    return { at: rounded(at), span: rounded(at - since), v1, v2, failed };
  });
}

const within = (time: number, since: number, until: number): boolean => time >= since && time < until;

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

const roundedSwitch = ({ to, from, until }: Switch): Switch => ({ to, from: rounded(from), until: rounded(until) });
