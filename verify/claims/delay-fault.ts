import { trialsToTell, trialsWithin } from "../binomial";
import type { Claim } from "../claim";
import type { Finding } from "../finding";
import { below, leftToChance, share } from "../finding";
import { duration, whole } from "../expectation";
import { bringCaller, soundCalls } from "../probes/calls";
import type { CallAnswers } from "../probes/fortio";
import { call } from "../probes/fortio";
import { soundAnswers, visit } from "../probes/pages";
import { CALLER, VISITOR } from "../probes/places";
import { inMesh } from "../probes/private-upstream";
import type { ShopAnswers } from "../probes/shop-traffic";
import { longest } from "../probes/shop-traffic";
import type { HttpService } from "../shop";
import { HTTP_SERVICES } from "../shop";

export interface DelayFaultNumbers {
  /** In milliseconds. */
  delay: number;
  delayPercent: number;
}

export interface DelayFaultReadings {
  /** Catalogue requests: front-end calls catalogue for each. */
  readonly catalogue: ShopAnswers;
  /** Front pages: front-end calls nobody. */
  readonly pages: ShopAnswers;
  /** Calls in the mesh to the services that are not delayed. */
  readonly others: ReadonlyMap<HttpService, CallAnswers>;
}

/** The farthest that the share of delayed requests may lie from the right one; less would take long, as each waits. */
const REACH = 0.15;

/** Requests at once; each waits for the delay, and they wait together. */
const TOGETHER = 50;

/** How much longer than the delay a call may take, in seconds: all that front-end, catalogue and the network need. */
const SLACK = 5;

/**
 * Envoy reckons a timer from the beginning of the turn in which it sets it, so that it may ring some milliseconds early as
 * seen from outside.
 */
const EARLY = 0.99;

/** The services that a delay of catalogue must not touch; front-end is asked from outside. */
const OTHERS = HTTP_SERVICES.filter((service) => service !== "catalogue" && service !== "front-end");

/** Calls to each of them. */
const OTHER_CALLS = 20;

export const delayFault: Claim<DelayFaultNumbers, DelayFaultReadings> = {
  stage: "delay-fault",
  shows: "every call to catalogue takes 5 s longer",
  measured: "times of catalogue requests through the shop, of front pages, and of calls to all other services",
  expects: {
    // Below a second, a busy cluster could not be told from a delay.
    delay: duration(5000, 1000, 60_000, "how much longer a call takes"),
    delayPercent: whole(100, 1, 100, "share of calls that are delayed, in percent"),
  },
  requests: { usual: 100, least: 50 },
  control: () => ({ stage: "baseline", because: "no call takes that long" }),

  leftToChance: ({ delayPercent }) => leftToChance(delayPercent),
  times: ({ delay }) => ({ heldUp: delay / 1000 }),

  async measure(ground, { delay, delayPercent }, asked) {
    const timeout = delay + 2 * SLACK * 1000;
    const p = delayPercent / 100;
    const requests = Math.max(asked, trialsToTell(p), trialsWithin(REACH, p));
    const pages = await visit(ground, { path: "/", requests, concurrency: 4, timeout });
    const catalogue = await visit(ground, { path: "/catalogue", requests, concurrency: TOGETHER, timeout });
    const caller = await bringCaller(ground);
    const others = new Map<HttpService, CallAnswers>();
    for (const service of OTHERS) {
      ground.say(`calling ${service}`);
      const url = inMesh(service, "/health");
      others.set(service, await call(ground, caller, { url, calls: OTHER_CALLS, timeout: timeout / 1000 }));
    }
    return { catalogue, pages, others };
  },

  judge({ catalogue, pages, others }, { delay, delayPercent }) {
    const seconds = delay / 1000;
    const delayed = catalogue.answers.filter((answer) => answer.seconds >= seconds * EARLY);
    const answered = catalogue.answers.length;
    const longestPage = { what: "longest front page", where: VISITOR, seen: longest(pages), of: pages.sent };
    return [
      ...soundAnswers(catalogue, "catalogue requests"),
      ...soundAnswers(pages, "front pages"),
      share(delayPercent / 100, delayed.length, {
        what: `catalogue requests of ${seconds} s or longer`,
        where: VISITOR,
        of: answered,
      }),
      below(seconds + SLACK, {
        what: "longest catalogue request",
        where: VISITOR,
        unit: "seconds",
        seen: longest(catalogue),
        of: answered,
      }),
      below(seconds * EARLY, { ...longestPage, unit: "seconds" }),
      ...[...others].flatMap(([service, calls]) => judgeOther(service, calls, seconds)),
    ];
  },
};

function judgeOther(service: HttpService, calls: CallAnswers, seconds: number): Finding[] {
  const longestCall = { what: `longest call to ${service}`, where: CALLER, seen: calls.longest, of: calls.calls };
  return [
    ...soundCalls(calls, `calls to ${service} answered with 200`),
    below(seconds * EARLY, { ...longestCall, unit: "seconds" }),
  ];
}
