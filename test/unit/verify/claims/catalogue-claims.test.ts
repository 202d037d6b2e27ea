import { FALSE_ALARM } from "../../../../verify/binomial";
import { abortFault } from "../../../../verify/claims/abort-fault";
import { circuitBreaking } from "../../../../verify/claims/circuit-breaking";
import { delayFault } from "../../../../verify/claims/delay-fault";
import { callersNeeded, chanceOfMeeting, loadBalancing } from "../../../../verify/claims/load-balancing";
import { retries } from "../../../../verify/claims/retries";
import { timeouts } from "../../../../verify/claims/timeouts";
import { answers, calls, requests, wrong } from "../readings";

describe("delay-fault", () => {
  const good = {
    catalogue: answers(100, { seconds: 5.02 }),
    pages: answers(100),
    others: new Map([["carts", calls({ 200: 20 })]] as const),
  };
  const judged = (readings: Partial<typeof good>, delayPercent = 100) =>
    wrong(delayFault.judge({ ...good, ...readings }, { delay: 5000, delayPercent }));

  test("holds, also with a timer that rings some milliseconds early", () => {
    expect(judged({})).toEqual([]);
    expect(judged({ catalogue: answers(100, { seconds: 4.997 }) })).toEqual([]);
  });

  test("fails without the delay, with a shorter one and with a longer one", () => {
    expect(judged({ catalogue: answers(100) })).toEqual(["catalogue requests of 5 s or longer"]);
    expect(judged({ catalogue: answers(100, { seconds: 4 }) })).toEqual(["catalogue requests of 5 s or longer"]);
    expect(judged({ catalogue: answers(100, { seconds: 10 }) })).toEqual(["longest catalogue request"]);
  });

  test("fails when one request is not delayed", () => {
    const { answers: delayed } = answers(99, { seconds: 5.02 });
    const catalogue = { ...answers(100), answers: [...delayed, ...answers(1).answers] };
    expect(judged({ catalogue })).toEqual(["catalogue requests of 5 s or longer"]);
    expect(judged({ catalogue }, 95)).toEqual([]);
  });

  test("fails when anything else is delayed", () => {
    expect(judged({ pages: answers(100, { seconds: 5 }) })).toEqual(["longest front page"]);
    expect(judged({ others: new Map([["carts", calls({ 200: 20 }, 0.01, 5)]]) })).toEqual(["longest call to carts"]);
  });
});

describe("abort-fault", () => {
  const numbers = { abortStatus: 500, abortPercent: 10 };
  const judged = (statuses: Record<number, number>, sent: number) =>
    wrong(abortFault.judge({ calls: calls(statuses), sent: requests({ v1: sent }) }, numbers));

  test("holds", () => expect(judged({ 200: 1810, 500: 190 }, 1810)).toEqual([]));

  test("fails with no aborts, too few, too many, or another status", () => {
    expect(judged({ 200: 2000 }, 2000)).toEqual(["calls that end with 500"]);
    expect(judged({ 200: 1900, 500: 100 }, 1900)).toEqual(["calls that end with 500"]);
    expect(judged({ 200: 1700, 500: 300 }, 1700)).toEqual(["calls that end with 500"]);
    expect(judged({ 200: 1800, 503: 200 }, 1800)).toContain("calls that end with 500");
  });

  test("fails when the errors are catalogue's own", () => {
    expect(judged({ 200: 1800, 500: 200 }, 2000)).toEqual(["only those were sent to catalogue"]);
  });

  test("fails when a call had no answer", () => {
    expect(judged({ 200: 1799, 500: 200, [-1]: 1 }, 1800)).toEqual(["all other calls end with 200"]);
  });

  test("tells the claims of other stages what its calls may end with", () => {
    expect(abortFault.failures?.({ abortStatus: 418, abortPercent: 10 })).toEqual([418]);
  });
});

describe("load-balancing", () => {
  const caller = (endpoints: Record<string, number>) => ({
    answers: calls({ 200: 30 }),
    sent: requests({ v1: { a: 0, b: 0, c: 0, ...endpoints } }),
  });
  const callers = [caller({ a: 30 }), caller({ b: 30 }), caller({ a: 30 })];
  const inTurn = caller({ a: 10, b: 10, c: 10 });
  const judged = (readings: Partial<{ callers: typeof callers; inTurn: typeof inTurn }>) =>
    wrong(loadBalancing.judge({ callers, inTurn, ...readings }, { replicas: 3 }));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails when a caller reaches a second pod even once", () => {
    expect(judged({ callers: [...callers, caller({ a: 29, b: 1 })] })).toEqual(["callers that reach one pod only"]);
  });

  test("fails when all callers are at the same pod", () => {
    expect(judged({ callers: [caller({ a: 30 }), caller({ a: 30 })] })).toEqual(["pods that they reach together"]);
  });

  test("fails when a pod cannot be reached", () => {
    expect(judged({ inTurn: caller({ a: 15, b: 15 }) })).toEqual(["pods that one caller reaches without the hash"]);
  });

  test("fails with one pod, as in baseline", () => {
    const only = { answers: calls({ 200: 30 }), sent: requests({ v1: { a: 30 } }) };
    expect(judged({ callers: [only, only], inTurn: only })).toEqual([
      "pods of catalogue",
      "pods that they reach together",
      "pods that one caller reaches without the hash",
    ]);
  });

  test("beside a stage that aborts calls, its status is right too, and no other", () => {
    const aborted = (status: number) => ({ ...caller({ a: 27 }), answers: calls({ 200: 27, [status]: 3 }) });
    const beside = [{ stage: "abort-fault", failures: [500] }];
    const figures = (status: number, others: typeof beside) =>
      wrong(loadBalancing.judge({ callers: [...callers, aborted(status)], inTurn }, { replicas: 3 }, others));
    expect(figures(500, beside)).toEqual([]);
    expect(figures(500, [])).toEqual(["calls of caller 4 answered with 200 (also: 500)"]);
    expect(figures(503, beside)).toEqual(["calls of caller 4 answered with 200 or 500 (also: 503)"]);
  });

  test.each([2, 3, 5, 10])("among %d pods, as many callers as needed and no more", (replicas) => {
    expect(chanceOfMeeting(callersNeeded(replicas), replicas)).toBeLessThanOrEqual(FALSE_ALARM);
    expect(chanceOfMeeting(callersNeeded(replicas) - 1, replicas)).toBeGreaterThan(FALSE_ALARM);
  });

  test.each([2, 3, 5, 10])("the chance of meeting among %d pods is no less than it is", (replicas) => {
    // The first may be anywhere; each other is where it is with the share of that pod.
    for (const count of [2, 5, 12]) {
      expect(chanceOfMeeting(count, replicas)).toBeGreaterThanOrEqual((1 / replicas) ** (count - 1));
    }
  });
});

describe("circuit-breaking", () => {
  const run = (connections: number, good: number, refused: number, withHeader = refused) => ({
    who: "verify",
    connections,
    calls: 40,
    heads: [
      { status: 200, answers: good, withHeader: 0 },
      { status: 503, answers: refused, withHeader },
    ],
  });
  const numbers = { maxConnections: 1, maxPendingRequests: 1 };
  const judged = (...runs: ReturnType<typeof run>[]) => wrong(circuitBreaking.judge(runs, numbers));

  test("holds", () => expect(judged(run(1, 40, 0), run(4, 15, 25))).toEqual([]));

  test("holds where a real error has the pod put aside meanwhile", () => {
    expect(judged(run(4, 2, 38, 6))).toEqual([]);
  });

  test.each([
    [run(1, 39, 1), "fortio of verify, -c 1: 200"],
    [run(4, 40, 0), "fortio of verify, -c 4: 503 with x-envoy-overloaded"],
    [run(4, 0, 40), "fortio of verify, -c 4: 200"],
    [run(4, 15, 25, 0), "fortio of verify, -c 4: 503 with x-envoy-overloaded"],
    [run(4, 15, 24), "fortio of verify, -c 4: 200 or 503"],
  ])("fails: %j", (one, figure) => expect(judged(one)).toEqual([figure]));
});

describe("retries", () => {
  const good = {
    failing: { answers: calls({ 503: 20 }), arrivals: 80 },
    hanging: { answers: calls({ 504: 3 }, 4.02, 4.2), arrivals: 12 },
    flaky: { answers: calls({ 200: 938, 503: 62 }), arrivals: 1875 },
  };
  const numbers = { retryAttempts: 3, perTryTimeout: 1000 };
  const judged = (readings: Partial<typeof good>) => wrong(retries.judge({ ...good, ...readings }, numbers));

  test("holds", () => expect(judged({})).toEqual([]));

  test("fails with one try, and with Istio's own two retries", () => {
    expect(judged({ failing: { ...good.failing, arrivals: 20 } })).toEqual(["failing: arrivals, 4 a call"]);
    expect(judged({ failing: { ...good.failing, arrivals: 60 } })).toEqual(["failing: arrivals, 4 a call"]);
  });

  test("fails when a hanging call is waited for, or given up early", () => {
    expect(judged({ hanging: { answers: calls({ 200: 3 }, 9, 9.1), arrivals: 3 } })).toEqual([
      "hanging: calls that end with 504",
      "hanging: arrivals, 4 a call",
      "hanging: shortest call",
      "hanging: longest call",
    ]);
    expect(judged({ hanging: { answers: calls({ 504: 3 }, 1, 4.2), arrivals: 12 } })).toEqual([
      "hanging: shortest call",
    ]);
  });

  test("fails when as many calls fail as with one try less", () => {
    expect(judged({ flaky: { answers: calls({ 200: 875, 503: 125 }), arrivals: 1750 } })).toEqual([
      "every other try fails: calls that end with 503",
    ]);
  });

  test("fails when every other call fails", () => {
    expect(judged({ flaky: { answers: calls({ 200: 500, 503: 500 }), arrivals: 1000 } })).toEqual([
      "every other try fails: calls that end with 503",
    ]);
  });

  test("beside a timeout, the call ends then, with the tries that there was time for", () => {
    const cut = { answers: calls({ 504: 3 }, 1.99, 2.02), arrivals: 6 };
    const beside = (readings: Partial<typeof good>, seconds: number, attempts = 3) =>
      wrong(
        retries.judge({ ...good, ...readings }, { ...numbers, retryAttempts: attempts }, [
          { stage: "timeouts", failures: [], times: { allTries: seconds } },
        ]),
      );
    expect(beside({ hanging: cut }, 2)).toEqual([]);
    expect(beside({}, 2)).toEqual(["hanging: arrivals, 2 a call"]);
    expect(beside({}, 60)).toEqual([]);
    // Where pauses between tries may outlast it, chance says how many tries there are.
    const failing = { answers: calls({ 503: 5, 504: 15 }), arrivals: 190 };
    const flaky = { answers: calls({ 200: 995, 503: 2, 504: 3 }), arrivals: 2000 };
    const hanging = { answers: calls({ 504: 3 }, 1, 1.1), arrivals: 3 };
    expect(beside({ failing, flaky, hanging }, 1, 10)).toEqual([]);
    expect(beside({ failing: { ...failing, arrivals: 221 }, flaky, hanging }, 1, 10)).toEqual([
      "failing: arrivals, 4 to 11 a call",
    ]);
  });
});

describe("timeouts", () => {
  const good = { half: 1, answered: calls({ 200: 20 }, 1, 1.1), hanging: calls({ 504: 20 }, 1.99, 2.1) };
  const judged = (readings: Partial<typeof good>, times = {}) =>
    wrong(timeouts.judge({ ...good, ...readings }, { timeout: 2000 }, [{ stage: "beside", failures: [], times }]));

  test("holds, with or without another stage", () => {
    expect(judged({})).toEqual([]);
    expect(wrong(timeouts.judge(good, { timeout: 2000 }))).toEqual([]);
  });

  test("fails when a hanging call is waited for, or ended early or late", () => {
    expect(judged({ hanging: calls({ 200: 20 }, 7, 7.1) })).toEqual([
      "hanging: calls that end with 504",
      "hanging: shortest call",
      "hanging: longest call",
    ]);
    expect(judged({ hanging: calls({ 504: 20 }, 1.9, 2.1) })).toEqual(["hanging: shortest call"]);
    expect(judged({ hanging: calls({ 504: 20 }, 2, 5) })).toEqual(["hanging: longest call"]);
  });

  test("fails when a call that would be answered in time is cut, and says nothing where none took its time", () => {
    expect(judged({ answered: calls({ 200: 19, 504: 1 }, 1, 1.1) })).toEqual([
      "answered after 1 s: calls that end with 200",
    ]);
    expect(judged({ answered: calls({ 200: 20 }) })).toEqual(["answered after 1 s: shortest call"]);
  });

  test("beside a delay, which is not cut, a call ends that much later; beside retries that end before, with them", () => {
    const later = { hanging: calls({ 504: 20 }, 7, 7.1) };
    expect(judged(later)).toEqual(["hanging: shortest call", "hanging: longest call"]);
    expect(judged(later, { heldUp: 5 })).toEqual([]);
    const sooner = { hanging: calls({ 504: 20 }, 1.2, 1.3) };
    expect(judged(sooner)).toEqual(["hanging: shortest call", "hanging: longest call"]);
    expect(judged(sooner, { allTries: 1.2, oneTry: 0.3 })).toEqual([]);
  });
});
