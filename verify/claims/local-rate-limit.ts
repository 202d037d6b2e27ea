import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { Claim } from "../claim";
import { timesUnder } from "../call-times";
import { duration, whole } from "../expectation";
import type { Finding } from "../finding";
import { atLeast, atMost, between, exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { bringCaller } from "../probes/calls";
import type { HeaderCount } from "../probes/fortio";
import { callForHeader } from "../probes/fortio";
import { refusedByLimit } from "../probes/limit-counter";
import { CALLER, RECEIVER } from "../probes/places";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";

export interface LocalRateLimitNumbers {
  limitRequests: number;
  /** In milliseconds. */
  limitPer: number;
}

/** Calls at once, and when. */
export interface Burst {
  readonly calls: number;
  readonly heads: readonly HeaderCount[];
  /** In seconds; the calls lie between the two. */
  readonly start: number;
  readonly end: number;
}

export interface LocalRateLimitReadings {
  /** To a pod of catalogue's kind that nobody else calls, so that its bucket is full: twice, with a pause between. */
  readonly first: Burst;
  readonly second: Burst;
  /** What that pod's own proxy says to have refused. */
  readonly refused: number;
  /** To catalogue itself, whose buckets others take from too. */
  readonly shop: Burst;
  /** Of catalogue. */
  readonly pods: number;
}

/** What the proxy adds to an answer that it gives because of the limit. */
const LIMITED = "x-local-rate-limit";

/** Calls under way at once, as on the slide. */
const TOGETHER = 4;

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

/** The pause is for two tokens and a half: far from where one more or one less would come. */
const TOKENS = 2.5;

/** Longest pause, in seconds. */
const LONGEST_PAUSE = 30;

export const localRateLimit: Claim<LocalRateLimitNumbers, LocalRateLimitReadings> = {
  stage: "local-rate-limit",
  shows: "each pod of catalogue answers 10 requests a minute, the rest get 429 from its own proxy",
  measured:
    "statuses and headers of calls at once to a pod of catalogue's kind, twice, and to catalogue; the pod's counter",
  expects: {
    limitRequests: whole(10, 1, 100, "requests that a pod answers in that time"),
    limitPer: duration(60_000, 10_000, 3_600_000, "time in which it does"),
  },
  // What is sent follows from the limit; to count on requests of one's own would be no burst.
  requests: { usual: 20, least: 20 },
  control: () => ({ stage: "baseline", because: "there is no limit, so all calls answer 200" }),
  failures: () => [429],

  async measure(ground, numbers, _requests, beside = []) {
    const timeout = PATIENCE + timesUnder(beside).heldUp;
    const { caller, receiver } = await bringPrivateUpstream(ground, "catalogue", "v1");
    const refusedBefore = await refusedByLimit(ground, receiver);
    const first = await burst(ground, caller, twice(numbers), timeout);
    // Somebody new: a connection from before the switch would answer once more without the limit.
    const stranger = await bringCaller(ground);
    const pause = Math.max(0, first.end + pauseFor(numbers) - performance.now() / 1000);
    ground.say(`waiting ${pause.toFixed(1)} s for some of the limit to come back`);
    await delay(pause * 1000, undefined, { signal: ground.signal });
    const second = await burst(ground, caller, numbers.limitRequests, timeout);
    const refused = (await refusedByLimit(ground, receiver)) - refusedBefore;
    const pods = (await ground.pods({ name: "catalogue" })).length;
    const shop = await burst(ground, stranger, pods * twice(numbers), timeout);
    return { first, second, refused, shop, pods };
  },

  judge({ first, second, refused, shop, pods }, numbers) {
    const rate = rateOf(numbers);
    const limit = numbers.limitRequests;
    const answered = [first, second].map((one) => withStatus(one, 200).answers);
    const [inFirst = 0, inSecond = 0] = answered;
    return [
      ...soundBurst("a fresh pod", first),
      ...soundBurst("the same again", second),
      ...soundBurst("catalogue", shop),
      within(limit, limit + Math.floor(elapsed(first, first) * rate), {
        ...{ what: "a fresh pod: 200", where: CALLER, unit: "answers", seen: inFirst, of: first.calls },
      }),
      // A burst that took so long that the limit let all of it through would prove nothing.
      atLeast(1, {
        what: "a fresh pod: 429",
        where: CALLER,
        unit: "answers",
        seen: first.calls - inFirst,
        of: first.calls,
      }),
      // What came back: from the last call of the first burst to the first of the second at least, and from end to end at most.
      within(
        Math.max(0, Math.min(limit, limit + Math.floor((second.start - first.end) * rate) - inFirst)),
        Math.max(0, limit + Math.floor(elapsed(first, second) * rate) - inFirst),
        { what: "the same again: 200", where: CALLER, unit: "answers", seen: inSecond, of: second.calls },
      ),
      exactly(first.calls + second.calls - inFirst - inSecond, {
        ...{ what: "refused by the pod's own proxy", where: RECEIVER, seen: refused, of: first.calls + second.calls },
      }),
      atMost(pods * (limit + Math.floor(elapsed(shop, shop) * rate)), {
        ...{
          what: "catalogue: 200",
          where: CALLER,
          unit: "answers",
          seen: withStatus(shop, 200).answers,
          of: shop.calls,
        },
      }),
    ];
  },
};

/** As many calls as are refused are answered. */
const twice = ({ limitRequests }: LocalRateLimitNumbers): number => 2 * limitRequests;

/** Requests a second that the limit lets through in the long run. */
const rateOf = ({ limitRequests, limitPer }: LocalRateLimitNumbers): number => limitRequests / (limitPer / 1000);

/** In seconds. A bucket of one or two is full before. */
export function pauseFor(numbers: LocalRateLimitNumbers): number {
  return Math.min(LONGEST_PAUSE, Math.min(TOKENS, numbers.limitRequests - 0.5) / rateOf(numbers));
}

async function burst(ground: Ground, from: Pod, calls: number, timeout: number): Promise<Burst> {
  ground.say(`${calls} calls at once to catalogue`);
  const start = performance.now() / 1000;
  const load = { url: inMesh("catalogue", "/tags"), calls, connections: Math.min(calls, TOGETHER), timeout };
  const heads = await callForHeader(ground, from, load, LIMITED);
  return { calls, heads, start, end: performance.now() / 1000 };
}

const elapsed = (from: Burst, to: Burst): number => to.end - from.start;

function withStatus({ heads }: Burst, status: number): HeaderCount {
  return heads.find((count) => count.status === status) ?? { status, answers: 0, withHeader: 0 };
}

/** Each call is answered, or refused because of the limit and with the header that says so. */
function soundBurst(what: string, one: Burst): Finding[] {
  const [good, limited] = [withStatus(one, 200), withStatus(one, 429)];
  const of = one.calls;
  return [
    exactly(of, {
      what: `${what}: 200 or 429`,
      where: CALLER,
      unit: "answers",
      seen: good.answers + limited.answers,
      of,
    }),
    exactly(of - good.answers, {
      ...{ what: `${what}: 429 with ${LIMITED}`, where: CALLER, unit: "answers", seen: limited.withHeader, of },
    }),
  ];
}

/** From `low` to `high`, both of them right. */
function within(low: number, high: number, subject: Parameters<typeof exactly>[1]): Finding {
  return low === high ? exactly(low, subject) : between(low, high + 1, subject);
}
