import type { Claim } from "../claim";
import { FALSE_ALARM } from "../binomial";
import { atLeast, exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { whole } from "../expectation";
import { bringCallers, soundCalls } from "../probes/calls";
import type { CallAnswers } from "../probes/fortio";
import { call, sumOf } from "../probes/fortio";
import { readBalancer } from "../probes/load-balancer";
import { soundCounters } from "../probes/pages";
import { CALLER, SIDECAR } from "../probes/places";
import { privateFor, withTurns } from "../probes/private-destination";
import { inMesh } from "../probes/private-upstream";
import { POD_LABEL } from "../probes/temporary-pod";
import type { UpstreamRequests } from "../probes/upstream-requests";
import { countUpstream } from "../probes/upstream-requests";

export interface LoadBalancingNumbers {
  replicas: number;
}

/** The calls of one caller. */
export interface CallerReadings {
  readonly answers: CallAnswers;
  readonly sent: UpstreamRequests;
}

export interface LoadBalancingReadings {
  readonly callers: readonly CallerReadings[];
  /** A caller whose sidecar is told to take the pods in turn: what the others would see without the hash. */
  readonly inTurn: CallerReadings;
}

/** The most that the busiest pod's share of callers may be above an even one: Envoy's ring of 1024 points is not quite even. */
const UNEVEN = 1.15;

/** Callers to begin with, and to add while all are at one pod. */
const TOGETHER = 4;

/** Runs that a caller's calls are split into. A new run has new connections, and a hash of the address must not mind. */
const RUNS = 3;

export const loadBalancing: Claim<LoadBalancingNumbers, LoadBalancingReadings> = {
  stage: "load-balancing",
  shows: "calls to catalogue stick to one of several pods by the caller's address",
  measured: "calls by pod of catalogue, at the sidecars of several callers, and of one that takes turns instead",
  expects: { replicas: whole(3, 2, 10, "how many pods catalogue has") },
  // Calls of each caller: enough that without a hash they would never all meet the same pod by chance.
  requests: { usual: 30, least: 30 },
  control: () => ({ stage: "baseline", because: "catalogue has one pod" }),

  leftToChance: () => 1,

  async measure(ground, { replicas }, requests) {
    const [first, ...others] = await bringCallers(ground, 1 + TOGETHER);
    await takeTurns(ground, first as Pod);
    const inTurn = await callCatalogue(ground, first as Pod, requests);
    const callers: CallerReadings[] = [];
    const ask = async (pods: readonly Pod[]) => {
      for (const caller of pods) callers.push(await callCatalogue(ground, caller, requests));
    };
    await ask(others);
    // That few meet at one pod by chance is no reason to call the hash wrong, yet more would seldom be needed.
    while (reached(inTurn.sent).length > 1 && reachedBy(callers).size === 1) {
      const left = callersNeeded(replicas) - callers.length;
      if (left <= 0) break;
      await ask(await bringCallers(ground, Math.min(TOGETHER, left)));
    }
    return { callers, inTurn };
  },

  judge({ callers, inTurn }, { replicas }, beside = []) {
    const failures = beside.flatMap((other) => other.failures);
    const all = [...callers, inTurn];
    const known = new Set(all.flatMap(({ sent }) => [...endpoints(sent).keys()]));
    const sticking = callers.filter(({ sent }) => reached(sent).length === 1).length;
    const falseAlarm = chanceOfMeeting(callersNeeded(replicas), replicas);
    return [
      ...all.flatMap(({ answers }, index) =>
        soundCalls(answers, `calls of caller ${index + 1} answered with ${right(failures)}`, failures),
      ),
      ...soundCounters(
        all.flatMap(({ sent }) => sent.lost),
        SIDECAR,
      ),
      exactly(replicas, { what: "pods of catalogue", where: SIDECAR, unit: "pods", seen: known.size, of: known.size }),
      exactly(callers.length, {
        what: "callers that reach one pod only",
        where: SIDECAR,
        unit: "pods",
        seen: sticking,
        of: callers.length,
      }),
      atLeast(
        2,
        {
          what: "pods that they reach together",
          where: SIDECAR,
          unit: "pods",
          seen: reachedBy(callers).size,
          of: callers.length,
        },
        falseAlarm,
      ),
      exactly(replicas, {
        what: "pods that one caller reaches without the hash",
        where: CALLER,
        unit: "pods",
        seen: reached(inTurn.sent).length,
        of: inTurn.answers.calls,
      }),
    ];
  },
};

/** How many callers it takes so that they do not all meet at the same of `replicas` pods by chance. */
export function callersNeeded(replicas: number): number {
  let callers = 2;
  while (chanceOfMeeting(callers, replicas) > FALSE_ALARM) callers += 1;
  return callers;
}

/** The chance that all callers are sent to the same pod, which is that of all others being sent where the first is. */
export function chanceOfMeeting(callers: number, replicas: number): number {
  return (UNEVEN / replicas) ** (callers - 1);
}

/** One call at a time: a limit on the connections of a caller must not be met. */
async function callCatalogue(ground: Ground, caller: Pod, calls: number): Promise<CallerReadings> {
  ground.say(`${calls} calls to catalogue from ${caller.name}`);
  const load = { url: inMesh("catalogue", "/tags"), calls: Math.ceil(calls / RUNS) };
  const { result, requests } = await countUpstream(ground, [caller], "catalogue", async () => {
    const runs: CallAnswers[] = [];
    for (let run = 1; run <= RUNS; run += 1) runs.push(await call(ground, caller, load));
    return sumOf(runs);
  });
  return { answers: result, sent: requests };
}

async function takeTurns(ground: Ground, caller: Pod): Promise<void> {
  const rule = privateFor({ [POD_LABEL]: caller.name }, await ground.destinationRule("catalogue"));
  await ground.lay(withTurns(rule), caller);
  await ground.until(`${caller.name} to take turns`, async () => {
    return (await readBalancer(ground, caller, "catalogue", "v1")) === "ROUND_ROBIN";
  });
}

function endpoints(sent: UpstreamRequests): ReadonlyMap<string, number> {
  return sent.subsets.get("v1") ?? new Map<string, number>();
}

/** The pods that any of these callers reached. */
function reachedBy(callers: readonly CallerReadings[]): ReadonlySet<string> {
  return new Set(callers.flatMap(({ sent }) => reached(sent)));
}

function right(failures: readonly number[]): string {
  return [200, ...failures].join(" or ");
}

/** The pods that were sent anything. */
function reached(sent: UpstreamRequests): string[] {
  return [...endpoints(sent)].filter(([, requests]) => requests > 0).map(([endpoint]) => endpoint);
}
