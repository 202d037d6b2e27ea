import type { Claim } from "../claim";
import { exactly, leftToChance, share } from "../finding";
import { whole } from "../expectation";
import { bringCaller } from "../probes/calls";
import type { CallAnswers } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { soundCounters } from "../probes/pages";
import { CALLER, SIDECAR } from "../probes/places";
import { inMesh } from "../probes/private-upstream";
import type { UpstreamRequests } from "../probes/upstream-requests";
import { countUpstream, toAll } from "../probes/upstream-requests";

export interface AbortFaultNumbers {
  abortStatus: number;
  abortPercent: number;
}

export interface AbortFaultReadings {
  readonly calls: CallAnswers;
  /** What the caller's Envoy sent on to catalogue. */
  readonly sent: UpstreamRequests;
}

export const abortFault: Claim<AbortFaultNumbers, AbortFaultReadings> = {
  stage: "abort-fault",
  shows: "10 % of the calls to catalogue answer 500",
  // Not from outside: front-end answers 200 whatever catalogue said.
  measured: "statuses of calls to catalogue at a caller in the mesh; calls that left its sidecar",
  expects: {
    abortStatus: whole(500, 400, 599, "the status of an aborted call"),
    abortPercent: whole(10, 1, 100, "share of calls that are aborted, in percent"),
  },
  requests: { usual: 2000, least: 2000 },
  control: () => ({ stage: "baseline", because: "no call is aborted" }),
  leftToChance: ({ abortPercent }) => leftToChance(abortPercent),
  failures: ({ abortStatus }) => [abortStatus],

  async measure(ground, _expected, requests) {
    const caller = await bringCaller(ground);
    ground.say(`${requests} calls to catalogue`);
    const calls = { url: inMesh("catalogue", "/tags"), calls: requests, connections: 8 };
    const { result, requests: sent } = await countUpstream(ground, [caller], "catalogue", () =>
      call(ground, caller, calls),
    );
    return { calls: result, sent };
  },

  judge({ calls, sent }, { abortStatus, abortPercent }) {
    const of = calls.calls;
    const aborted = ended(calls, abortStatus);
    const others = of - aborted;
    return [
      ...soundCounters(sent.lost, SIDECAR),
      share(abortPercent / 100, aborted, { what: `calls that end with ${abortStatus}`, where: CALLER, of }),
      exactly(others, { what: "all other calls end with 200", where: CALLER, seen: ended(calls, 200), of }),
      // An abort is the caller's sidecar's own answer: were it catalogue's, the call would have been sent there.
      exactly(others, { what: "only those were sent to catalogue", where: SIDECAR, seen: toAll(sent), of }),
    ];
  },
};
