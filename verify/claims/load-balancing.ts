import type { Claim } from "../claim";
import { atLeast, exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { whole } from "../parameter";
import { bringCallers, soundCalls } from "../probes/calls";
import type { CallAnswers } from "../probes/fortio";
import { call } from "../probes/fortio";
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

/** The largest chance of a false alarm: that of three standard deviations. */
const FALSE_ALARM = 0.0027;

export const loadBalancing: Claim<LoadBalancingNumbers, LoadBalancingReadings> = {
  stage: "load-balancing",
  shows: "calls to catalogue stick to one of several pods by the caller's address",
  measured: "calls by pod of catalogue, at the sidecars of several callers, and of one that takes turns instead",
  expects: { replicas: whole(3, 2, 10, "how many pods catalogue has") },
  // Calls of each caller: enough that without a hash they would never all meet the same pod by chance.
  requests: { usual: 30, least: 30 },
  control: () => ({ stage: "baseline", because: "catalogue has one pod" }),

  async measure(ground, { replicas }, requests) {
    const [first, ...others] = await bringCallers(ground, callersNeeded(replicas) + 1);
    await takeTurns(ground, first as Pod);
    const callers: CallerReadings[] = [];
    for (const caller of others) callers.push(await callCatalogue(ground, caller, requests));
    return { callers, inTurn: await callCatalogue(ground, first as Pod, requests) };
  },

  judge({ callers, inTurn }, { replicas }) {
    const all = [...callers, inTurn];
    const known = new Set(all.flatMap(({ sent }) => [...endpoints(sent).keys()]));
    const favourites = callers.map(({ sent }) => reached(sent));
    const sticking = favourites.filter((pods) => pods.length === 1).length;
    const together = new Set(favourites.flat()).size;
    return [
      ...all.flatMap(({ answers }, index) => soundCalls(answers, `calls of caller ${index + 1} answered with 200`)),
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
      atLeast(2, {
        what: "pods that they reach together",
        where: SIDECAR,
        unit: "pods",
        seen: together,
        of: callers.length,
      }),
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

/**
 * How many callers it takes so that they do not all meet at the same of `replicas` pods by chance: the chance is
 * (1/replicas)^(callers - 1).
 */
export function callersNeeded(replicas: number): number {
  return 1 + Math.ceil(Math.log(1 / FALSE_ALARM) / Math.log(replicas));
}

async function callCatalogue(ground: Ground, caller: Pod, calls: number): Promise<CallerReadings> {
  ground.say(`${calls} calls to catalogue from ${caller.name}`);
  const { result, requests } = await countUpstream(ground, [caller], "catalogue", () =>
    call(ground, caller, { url: inMesh("catalogue", "/tags"), calls, connections: 3 }),
  );
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

/** The pods that were sent anything. */
function reached(sent: UpstreamRequests): string[] {
  return [...endpoints(sent)].filter(([, requests]) => requests > 0).map(([endpoint]) => endpoint);
}
