import type { Claim } from "../claim";
import type { Finding } from "../finding";
import { atLeast, exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { whole } from "../expectation";
import { bringCaller } from "../probes/calls";
import type { HeaderCount } from "../probes/fortio";
import { callForHeader } from "../probes/fortio";
import { leadsTo, parseOutbound } from "../probes/clusters";
import { readClusters } from "../probes/upstream-requests";
import { CALLER } from "../probes/places";
import { inMesh } from "../probes/private-upstream";

export interface CircuitBreakingNumbers {
  maxConnections: number;
  maxPendingRequests: number;
}

/** One run of fortio. */
export interface Run {
  /** Whose fortio it was. */
  readonly who: string;
  readonly connections: number;
  readonly calls: number;
  readonly heads: readonly HeaderCount[];
}

/** What Envoy adds to the answers that it gives because a limit is reached. */
const OVERLOADED = "x-envoy-overloaded";

/** Calls of the slide's command. */
const SLIDE_CALLS = 40;

export const circuitBreaking: Claim<CircuitBreakingNumbers, readonly Run[]> = {
  stage: "circuit-breaking",
  shows: "catalogue takes one connection and one pending request from a caller; the rest get 503",
  measured: "statuses and headers of fortio's calls to catalogue: one connection, the slide's number, and twice that",
  expects: {
    maxConnections: whole(1, 1, 20, "connections that a caller may have"),
    maxPendingRequests: whole(1, 1, 20, "requests that may wait for one"),
  },
  requests: { usual: 400, least: 100 },
  control: () => ({ stage: "baseline", because: "there is no limit, so all calls answer 200" }),
  failures: () => [503],

  async measure(ground, numbers, requests) {
    const many = connectionsOverLimit(numbers);
    const own = await bringCaller(ground);
    const runs = [
      // First, before any overload could have put catalogue's pod aside.
      await callCatalogue(ground, own, "verify", 1, SLIDE_CALLS),
      await callCatalogue(ground, own, "verify", many, SLIDE_CALLS),
      await callCatalogue(ground, own, "verify", 2 * many, requests),
    ];
    const [deployed] = await ground.pods({ name: "fortio" });
    if (deployed) runs.push(await callCatalogue(ground, deployed, "the shop", many, SLIDE_CALLS));
    return runs;
  },

  judge: (runs) => runs.flatMap((run) => (run.connections === 1 ? judgeSingle(run) : judgeMany(run))),
};

/** As many connections at once as the limits let through, and two more: 4 on the slide. */
function connectionsOverLimit({ maxConnections, maxPendingRequests }: CircuitBreakingNumbers): number {
  return maxConnections + maxPendingRequests + 2;
}

async function callCatalogue(ground: Ground, from: Pod, who: string, connections: number, calls: number): Promise<Run> {
  await ground.until(`catalogue to be back for fortio of ${who}`, async () => !(await isSetAside(ground, from)));
  ground.say(`fortio of ${who}: ${calls} calls to catalogue, ${connections} at once`);
  const url = inMesh("catalogue", "/tags");
  return { who, connections, calls, heads: await callForHeader(ground, from, { url, calls, connections }, OVERLOADED) };
}

/** Whether the caller's proxy leaves out a pod of catalogue, as it does for a second or more after a real error. */
async function isSetAside(ground: Ground, from: Pod): Promise<boolean> {
  const service = { name: "catalogue", namespace: ground.namespace };
  for (const reading of (await readClusters(ground, [from])).values()) {
    for (const [cluster, endpoints] of reading) {
      const outbound = parseOutbound(cluster);
      if (outbound === undefined || !leadsTo(outbound, service)) continue;
      if ([...endpoints.values()].some(({ setAside }) => setAside)) return true;
    }
  }
  return false;
}

function withStatus(run: Run, status: number): HeaderCount {
  return run.heads.find((count) => count.status === status) ?? { status, answers: 0, withHeader: 0 };
}

function judgeSingle(run: Run): Finding[] {
  return [about(run).exactly(run.calls, "200", withStatus(run, 200).answers)];
}

function judgeMany(run: Run): Finding[] {
  const good = withStatus(run, 200).answers;
  const { answers: refused, withHeader } = withStatus(run, 503);
  return [
    about(run).atLeast("200", good),
    // Others come without the header: while a real error, such as a connection that breaks, has the only pod put aside.
    about(run).atLeast(`503 with ${OVERLOADED}`, withHeader),
    about(run).exactly(run.calls, "200 or 503", good + refused),
  ];
}

/** Makes findings of how many calls of a run had a kind of answer. */
function about({ who, connections, calls }: Run) {
  const subject = (answer: string, seen: number) => ({
    what: `fortio of ${who}, -c ${connections}: ${answer}`,
    where: CALLER,
    unit: "answers" as const,
    seen,
    of: calls,
  });
  return {
    exactly: (expected: number, answer: string, seen: number) => exactly(expected, subject(answer, seen)),
    atLeast: (answer: string, seen: number) => atLeast(1, subject(answer, seen)),
  };
}
