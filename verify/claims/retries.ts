import type { Claim } from "../claim";
import { timesUnder } from "../call-times";
import type { Finding } from "../finding";
import { between, exactly, shareWithin } from "../finding";
import type { Ground } from "../ground";
import { duration, whole } from "../expectation";
import { countArrivals } from "../probes/arrivals";
import type { CallAnswers, Calls } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { CALLER, RECEIVER } from "../probes/places";
import type { PrivateUpstream } from "../probes/private-upstream";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";
import type { Range } from "../probes/tries";
import { triesWithin } from "../probes/tries";

export interface RetriesNumbers {
  retryAttempts: number;
  /** In milliseconds. */
  perTryTimeout: number;
}

/** What calls looked like from both ends. */
export interface Tries {
  readonly answers: CallAnswers;
  /** Tries that reached the receiver. */
  readonly arrivals: number;
}

export interface RetriesReadings {
  /** Each try answers 503. */
  readonly failing: Tries;
  /** No try is answered in time. */
  readonly hanging: Tries;
  /** Each try answers 503 with probability one half. */
  readonly flaky: Tries;
}

/** Calls to the failing upstream. */
const FAILING_CALLS = 20;

/** Calls at once to the flaky upstream, which pauses between tries make long. */
const FLAKY_TOGETHER = 4;

/** Calls to the hanging upstream; few, and at once: each takes its whole time. */
const HANGING_CALLS = 3;

/**
 * How much longer than all tries' timeouts together a call to a hanging upstream may take, in seconds: Envoy's pauses
 * between tries, which start at 25 ms and double, and a busy machine.
 */
const SLACK = 3;

/** How much longer the hanging upstream takes than all tries together, in seconds: more than the slack, to be told from it. */
const HANGS_ON = 5;

/** Envoy's timers may ring some milliseconds early as seen from outside. */
const EARLY = 0.99;

export const retries: Claim<RetriesNumbers, RetriesReadings> = {
  stage: "retries",
  shows: "a failed call to catalogue is tried up to 3 times more, for 1 s each",
  measured: "statuses and times at a caller, and arrivals at its own upstream behind catalogue's route",
  expects: {
    retryAttempts: whole(3, 1, 10, "tries after the first"),
    perTryTimeout: duration(1000, 100, 5000, "longest that one try may take"),
  },
  // Calls to the flaky upstream: as many as tell four tries from three by the share of calls that fail.
  requests: { usual: 1000, least: 1000 },
  control: () => ({ stage: "baseline", because: "a 503 is handed on at once, and a slow answer is waited for" }),

  leftToChance: () => 1,
  times: (numbers) => ({ oneTry: numbers.perTryTimeout / 1000, allTries: allTries(numbers) }),

  async measure(ground, numbers, requests) {
    const upstream = await bringPrivateUpstream(ground, "catalogue", "v1");
    const hang = allTries(numbers) + HANGS_ON;
    const hangingCalls = { calls: HANGING_CALLS, connections: HANGING_CALLS, timeout: hang + SLACK };
    return {
      failing: await tryOut(ground, upstream, "status=503", { calls: FAILING_CALLS }),
      flaky: await tryOut(ground, upstream, "status=503:50", { calls: requests, connections: FLAKY_TOGETHER }),
      hanging: await tryOut(ground, upstream, `delay=${hang}s`, hangingCalls),
    };
  },

  judge({ failing, hanging, flaky }, numbers, beside = []) {
    const tries = numbers.retryAttempts + 1;
    // Another stage may end the whole call before its last try.
    const limit = timesUnder(beside).allTries;
    const quick = triesWithin(limit, tries, 0);
    const slow = triesWithin(limit, tries, numbers.perTryTimeout / 1000);
    const time = Math.min(allTries(numbers), limit);
    const duration = { where: CALLER, unit: "seconds", of: hanging.answers.calls } as const;
    return [
      ...judgeTries("failing", failing, quick, quick.least < tries ? [503, 504] : [503]),
      ...judgeTries("hanging", hanging, slow, [504]),
      between(time * EARLY, time + SLACK, {
        ...duration,
        what: "hanging: shortest call",
        seen: hanging.answers.shortest,
      }),
      between(time * EARLY, time + SLACK, {
        ...duration,
        what: "hanging: longest call",
        seen: hanging.answers.longest,
      }),
      ...judgeFlaky(flaky.answers, quick),
    ];
  },
};

/** How long all tries of one call may take together, in seconds. */
function allTries({ retryAttempts, perTryTimeout }: RetriesNumbers): number {
  return ((retryAttempts + 1) * perTryTimeout) / 1000;
}

async function tryOut(
  ground: Ground,
  { caller, receiver }: PrivateUpstream,
  query: string,
  calls: Omit<Calls, "url">,
): Promise<Tries> {
  ground.say(`${calls.calls} calls to an upstream with ${query}`);
  const load = { ...calls, url: inMesh("catalogue", `/?${query}`) };
  const { result, arrivals } = await countArrivals(ground, receiver, () => call(ground, caller, load));
  return { answers: result, arrivals };
}

function judgeTries(
  upstream: string,
  { answers, arrivals }: Tries,
  { least, most }: Range,
  statuses: readonly number[],
): Finding[] {
  const of = answers.calls;
  const seen = statuses.reduce((sum, status) => sum + ended(answers, status), 0);
  const ends = `${upstream}: calls that end with ${statuses.join(" or ")}`;
  const tries = { where: RECEIVER, seen: arrivals, of };
  return [
    exactly(of, { what: ends, where: CALLER, unit: "answers", seen, of }),
    least === most
      ? exactly(of * most, { ...tries, what: `${upstream}: arrivals, ${most} a call` })
      : between(of * least, of * most + 1, { ...tries, what: `${upstream}: arrivals, ${least} to ${most} a call` }),
  ];
}

/** A call fails only where each of its tries did, or those that there was time for. */
function judgeFlaky(answers: CallAnswers, { least, most }: Range): Finding[] {
  const of = answers.calls;
  const failed = ended(answers, 503) + (least < most ? ended(answers, 504) : 0);
  const good = ended(answers, 200);
  const what = "every other try fails: calls that end with 503";
  return [
    shareWithin(0.5 ** most, 0.5 ** least, failed, { what, where: CALLER, of }),
    exactly(of - failed, { what: "all other calls end with 200", where: CALLER, unit: "answers", seen: good, of }),
  ];
}
