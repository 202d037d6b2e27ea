import { globalRateLimit, type GlobalRateLimitReadings } from "../../../../verify/claims/global-rate-limit";
import { type Burst, localRateLimit, pauseFor } from "../../../../verify/claims/local-rate-limit";
import { parseDraining } from "../../../../verify/probes/drained";
import { parseRefused } from "../../../../verify/probes/limit-counter";
import { isCutOff } from "../../../../verify/probes/rate-limiter";
import type { Answer } from "../../../../verify/probes/shop-traffic";
import { answers, calls, wrong } from "../readings";

describe("local-rate-limit", () => {
  const numbers = { limitRequests: 10, limitPer: 60_000 };
  const burst = (start: number, good: number, refused: number, withHeader = refused): Burst => ({
    ...{ calls: good + refused, start, end: start + 1 },
    heads: [
      { status: 200, answers: good, withHeader: 0 },
      { status: 429, answers: refused, withHeader },
    ],
  });
  const right = { first: burst(0, 10, 10), second: burst(16, 2, 8), refused: 18, shop: burst(20, 4, 16), pods: 1 };
  const judged = (readings: Partial<typeof right>) => wrong(localRateLimit.judge({ ...right, ...readings }, numbers));

  test("holds where a pod answers what it may, and what came back since", () => expect(judged({})).toEqual([]));

  test.each([
    ["no limit", { first: burst(0, 20, 0) }, "a fresh pod: 200"],
    ["a limit that is too low", { first: burst(0, 9, 11) }, "a fresh pod: 200"],
    ["a bucket that is filled each minute and not evenly", { second: burst(16, 0, 10) }, "the same again: 200"],
    ["a bucket that is filled at once", { second: burst(16, 10, 0) }, "the same again: 200"],
    ["refusals of somebody else's", { first: burst(0, 10, 10, 9) }, "a fresh pod: 429 with x-local-rate-limit"],
    ["a proxy that refused less", { refused: 17 }, "refused by the pod's own proxy"],
    ["a catalogue without a limit", { shop: burst(20, 20, 0) }, "catalogue: 200"],
  ])("fails with %s", (_, readings, figure) => expect(judged(readings)).toContain(figure));

  test("fails where a burst took so long that all of it was let through: then nothing was limited", () => {
    const slow = { ...burst(0, 20, 0), end: 100 };
    expect(judged({ first: slow, second: burst(120, 10, 0), refused: 0 })).toEqual(["a fresh pod: 429"]);
  });

  test("takes what comes back during a long burst for no fault", () => {
    const slow = { ...burst(0, 13, 7), end: 20 };
    expect(judged({ first: slow, second: burst(35, 2, 8), refused: 15 })).toEqual([]);
  });

  test.each([
    [10, 60_000, 15],
    [1, 60_000, 30],
    [2, 10_000, 7.5],
    [1, 3_600_000, 30],
  ])("%d in %d ms: waits %d s, while not more than the bucket holds could come back", (limitRequests, limitPer, s) => {
    expect(pauseFor({ limitRequests, limitPer })).toBeCloseTo(s);
  });

  test("reads the proxy's counter, whose name begins with the filter's mark", () => {
    const stats = "fingerprint-00000002.http_local_rate_limit.rate_limited: 18\nx.http_local_rate_limit.ok: 3\n";
    expect([parseRefused(stats), parseRefused("")]).toEqual([18, 0]);
  });
});

describe("global-rate-limit", () => {
  const numbers = { basicPerMinute: 5, plusPerMinute: 20, limiterDown: "open" } as const;
  const limited = {
    "x-envoy-ratelimited": "true",
    "x-ratelimit-limit": "5, 5;w=60",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": "30",
  };
  const pages = (good: number, refused: number, headers: Answer["headers"] = limited) => {
    const all = [
      ...answers(good, { headers: { "x-ratelimit-reset": "30" } }).answers,
      ...answers(refused, { status: 429, headers }).answers,
    ];
    return { ...answers(0), sent: all.length, answers: all };
  };
  const of = (who: string, limit: number | undefined, good: number, refused: number) => ({
    ...{ who, limit, pages: pages(good, refused, { ...limited, "x-ratelimit-limit": `${limit}, ${limit};w=60` }) },
  });
  const right: GlobalRateLimitReadings = {
    accounts: [of("BASIC", 5, 5, 5), of("PLUS", 20, 20, 20), of("none", undefined, 50, 0)],
    atTwoPods: [calls({ 200: 10 }), calls({ 200: 10, 429: 10 })],
    cutOff: calls({ 200: 10 }),
  };
  const judged = (readings: Partial<GlobalRateLimitReadings>, expected: Partial<typeof numbers> | object = {}) =>
    wrong(globalRateLimit.judge({ ...right, ...readings }, { ...numbers, ...expected }));

  test("holds where each account gets what its plan says, at all pods together", () => expect(judged({})).toEqual([]));

  test("fails where each pod has a count of its own", () => {
    expect(judged({ atTwoPods: [calls({ 200: 10 }), calls({ 200: 20 })] })).toEqual([
      "the same account at another pod: 200",
      "the same account at another pod: 429",
    ]);
  });

  test.each<[string, GlobalRateLimitReadings["accounts"], string]>([
    ["no limit", [of("BASIC", 5, 10, 0)], "BASIC: 200"],
    ["a count of both accounts together", [of("BASIC", 5, 5, 5), of("other", 5, 0, 10)], "other: 200"],
    ["a limit for those without a plan", [of("none", undefined, 49, 1)], "none: 200"],
    [
      "refusals of somebody else's",
      [{ who: "BASIC", limit: 5, pages: pages(5, 5, {}) }],
      "BASIC: 429 that says so in its headers",
    ],
    [
      "another limit",
      [{ who: "BASIC", limit: 5, pages: pages(5, 5, { ...limited, "x-ratelimit-limit": "50, 50;w=60" }) }],
      "BASIC: 429 that says so in its headers",
    ],
    [
      "requests over the end of a minute",
      [{ who: "BASIC", limit: 5, pages: pages(5, 5, { ...limited, "x-ratelimit-reset": "59" }) }],
      "BASIC: over the end of a minute",
    ],
  ])("fails with %s", (_, accounts, figure) => expect(judged({ accounts })).toContain(figure));

  test("tells open from closed, and neither from a limiter that is not there", () => {
    const closed = { cutOff: calls({ 500: 10 }) };
    const figure = (status: number) => [`a pod without the rate limiter: ${status}`];
    expect(judged(closed)).toEqual(figure(200));
    expect(judged(closed, { limiterDown: "closed" })).toEqual([]);
    expect(judged({}, { limiterDown: "closed" })).toEqual(figure(500));
    expect(judged({ cutOff: undefined })).toEqual(figure(200));
  });

  test("knows a proxy that is kept from the limiter by the TLS that it speaks to it", () => {
    const cluster = (more: object) => JSON.stringify({ name: "outbound|8081||rate-limiter.shop.svc.x", ...more });
    expect(isCutOff(cluster({ transport_socket: {} }))).toBe(true);
    expect(isCutOff(cluster({ transport_socket_matches: [{ name: "tlsMode-istio" }] }))).toBe(false);
    expect(isCutOff("{}")).toBe(false);
  });

  test("waits while a proxy lets go of anything", () => {
    const stats = "listener_manager.total_filter_chains_draining: 4\nlistener_manager.total_listeners_draining: 1\n";
    expect([parseDraining(stats), parseDraining(stats.replace(/[41]\n/g, "0\n"))]).toEqual([5, 0]);
  });
});
