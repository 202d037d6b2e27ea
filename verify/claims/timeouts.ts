import { timesUnder } from "../call-times";
import type { Claim } from "../claim";
import { duration } from "../expectation";
import { atLeast, between, exactly } from "../finding";
import type { CallAnswers } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { CALLER } from "../probes/places";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";

export interface TimeoutsNumbers {
  /** In milliseconds. */
  timeout: number;
}

export interface TimeoutsReadings {
  /** How long the upstream takes that answers in time, in seconds. */
  readonly half: number;
  readonly answered: CallAnswers;
  /** To an upstream that answers long after the timeout. */
  readonly hanging: CallAnswers;
}

/** Calls at once; each waits for its own end, and they wait together. */
const TOGETHER = 20;

/** How much longer than its time a call may take on a busy machine, in seconds. */
const SLACK = 3;

/** How much longer than the timeout the hanging upstream takes, in seconds: more than the slack, to be told from it. */
const HANGS_ON = 5;

/** Envoy's timers may ring some milliseconds early as seen from outside. */
const EARLY = 0.99;

export const timeouts: Claim<TimeoutsNumbers, TimeoutsReadings> = {
  stage: "timeouts",
  shows: "a call to catalogue ends after 2 s, answered or not",
  measured: "statuses and times at a caller whose own upstream behind catalogue's route hangs, or takes half the time",
  expects: {
    // Below a second, a busy cluster could not be told from a service that hangs.
    timeout: duration(2000, 1000, 60_000, "longest that a call may take"),
  },
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "a slow answer is waited for to the end" }),

  times: ({ timeout }) => ({ allTries: timeout / 1000 }),

  async measure(ground, { timeout }, requests, beside = []) {
    const { heldUp, oneTry } = timesUnder(beside);
    const { caller } = await bringPrivateUpstream(ground, "catalogue", "v1");
    const limit = timeout / 1000;
    const half = Math.min(limit, oneTry) / 2;
    const hang = limit + HANGS_ON;
    const callOneThat = (takes: number) => {
      ground.say(`${requests} calls to an upstream that takes ${takes} s`);
      const url = inMesh("catalogue", `/?delay=${takes}s`);
      const connections = Math.min(requests, TOGETHER);
      return call(ground, caller, { url, calls: requests, connections, timeout: heldUp + hang + SLACK });
    };
    return { half, answered: await callOneThat(half), hanging: await callOneThat(hang) };
  },

  judge({ half, answered, hanging }, { timeout }, beside = []) {
    const { heldUp, allTries } = timesUnder(beside);
    const ends = Math.min(timeout / 1000, allTries);
    const inTime = { where: CALLER, of: answered.calls };
    const late = { where: CALLER, of: hanging.calls };
    const from = ends * EARLY;
    const to = ends + heldUp + SLACK;
    return [
      exactly(answered.calls, {
        ...inTime,
        what: `answered after ${half} s: calls that end with 200`,
        unit: "answers",
        seen: ended(answered, 200),
      }),
      atLeast(half * EARLY, {
        ...inTime,
        what: `answered after ${half} s: shortest call`,
        unit: "seconds",
        seen: answered.shortest,
        about: "measurement",
      }),
      exactly(hanging.calls, {
        ...late,
        what: "hanging: calls that end with 504",
        unit: "answers",
        seen: ended(hanging, 504),
      }),
      between(from, to, { ...late, what: "hanging: shortest call", unit: "seconds", seen: hanging.shortest }),
      between(from, to, { ...late, what: "hanging: longest call", unit: "seconds", seen: hanging.longest }),
    ];
  },
};
