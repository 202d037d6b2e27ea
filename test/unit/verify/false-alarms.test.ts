import { compose } from "../../../src/stage/compose";
import { parametersOf } from "../../../src/config/settings";
import type { ParameterValues } from "../../../src/config/parameter";
import { stages } from "../../../stages";
import { FALSE_ALARM } from "../../../verify/binomial";
import { claims, stageNames, type StageName } from "../../../verify/claims";
import { abortFault } from "../../../verify/claims/abort-fault";
import { baseline } from "../../../verify/claims/baseline";
import { blueGreen } from "../../../verify/claims/blue-green";
import { canary } from "../../../verify/claims/canary";
import { circuitBreaking } from "../../../verify/claims/circuit-breaking";
import { delayFault } from "../../../verify/claims/delay-fault";
import { headerRouting } from "../../../verify/claims/header-routing";
import { loadBalancing } from "../../../verify/claims/load-balancing";
import { mirroring } from "../../../verify/claims/mirroring";
import { retries } from "../../../verify/claims/retries";
import { timeouts } from "../../../verify/claims/timeouts";
import { provable, type Claim, expectLeftToChance } from "../../../verify/claim";
import { atLeast, exactly, share, type Finding } from "../../../verify/finding";
import type { Ground } from "../../../verify/ground";
import { everyPair } from "../../../verify/tour/pairs";
import { answers, calls, pages, requests, wrong } from "./readings";

const SOCKS = JSON.stringify([{ id: "a", name: "Holy", price: 99.99 }]);
const sticking = { answers: calls({ 200: 30 }), sent: requests({ v1: { a: 30, b: 0, c: 0 } }) };

/** The figures of claims, with their usual numbers and requests, from what a right mesh may show. */
const figures: Readonly<Partial<Record<StageName, (n: number) => Finding[]>>> = {
  baseline: (n) =>
    baseline.judge(
      {
        pages: pages({ v1: n }),
        catalogue: { answers: answers(20, { body: SOCKS }), calls: requests({ v1: 20 }) },
        routes: [{ all: 8, withoutSubset: [] }],
      },
      {},
    ),
  "blue-green": (n) => blueGreen.judge(pages({ v2: n }), { live: "v2" }),
  canary: (n) => canary.judge(pages({ v1: 0.8 * n, v2: 0.2 * n }), { canaryWeight: 20, canarySticky: "false" }),
  "header-routing": (n) =>
    headerRouting.judge(
      new Map([
        ['"beta"', pages({ v2: n / 4 })],
        ...["Chrome", "curl", "no such header"].map((who) => [who, pages({ v1: n / 4 })] as const),
      ]),
      { headerName: "x-group", headerPattern: "beta", headerValue: "beta" },
    ),
  mirroring: (n) => {
    const copied = { pages: pages({ v1: 100, v2: 100 }), sent: 30, arrived: 30 };
    const slow = { ...copied, pages: { ...copied.pages, answers: answers(100) } };
    const plain = { answers: answers(n), served: requests({ v1: n, v2: n }) };
    const posts = { pages: pages({ v1: 100 }), sent: 0, arrived: 0 };
    return mirroring.judge(
      { plain, slow, changing: new Map([["POSTs", posts]]) },
      { mirrorPercent: 100, mirrorMethods: "safe" },
    );
  },
  "delay-fault": (n) =>
    delayFault.judge(
      { catalogue: answers(n, { seconds: 5.02 }), pages: answers(n), others: new Map([["carts", calls({ 200: 20 })]]) },
      { delay: 5000, delayPercent: 100 },
    ),
  "abort-fault": (n) =>
    abortFault.judge(
      { calls: calls({ 200: 0.9 * n, 500: 0.1 * n }), sent: requests({ v1: 0.9 * n }) },
      { abortStatus: 500, abortPercent: 10 },
    ),
  "load-balancing": () =>
    loadBalancing.judge(
      {
        callers: [sticking, { ...sticking, sent: requests({ v1: { a: 0, b: 30, c: 0 } }) }],
        inTurn: { answers: calls({ 200: 30 }), sent: requests({ v1: { a: 10, b: 10, c: 10 } }) },
      },
      { replicas: 3 },
    ),
  "circuit-breaking": () => {
    const refused = { status: 503, answers: 25, withHeader: 25 };
    const heads = [{ status: 200, answers: 15, withHeader: 0 }, refused];
    return circuitBreaking.judge([{ who: "verify", connections: 4, calls: 40, heads }], {
      maxConnections: 1,
      maxPendingRequests: 1,
    });
  },
  retries: (n) =>
    retries.judge(
      {
        failing: { answers: calls({ 503: 20 }), arrivals: 80 },
        hanging: { answers: calls({ 504: 3 }, 4.02, 4.2), arrivals: 12 },
        flaky: { answers: calls({ 200: n - Math.round(n / 16), 503: Math.round(n / 16) }), arrivals: 2 * n },
      },
      { retryAttempts: 3, perTryTimeout: 1000 },
    ),
  timeouts: (n) =>
    timeouts.judge(
      { half: 1, answered: calls({ 200: n }, 1, 1.1), hanging: calls({ 504: n }, 2, 2.1) },
      { timeout: 2000 },
    ),
};

const usual = (stage: StageName) => claims[stage].expecting(new Map());

describe.each(Object.entries(figures))("the figures of %s", (name, make) => {
  const { stage, requests: n, leftToChance } = usual(name as StageName);
  const findings = make(n);

  test("hold on what a right mesh may show", () => expect(wrong(findings)).toEqual([]));

  test("are left to chance as often as the claim says, and as seldom each as is allowed", () => {
    expect(findings.filter(({ falseAlarm }) => falseAlarm > 0)).toHaveLength(leftToChance);
    expect(() => expectLeftToChance(stage, findings, leftToChance)).not.toThrow();
  });

  test("have a chance of failing wherever more than one share is right", () => {
    for (const { unit, low, high, falseAlarm } of findings)
      if (unit === "share") expect(falseAlarm > 0).toBe(low < high);
  });
});

describe("a claim that leaves more to chance than it says", () => {
  const subject = { what: "hits", where: "here", of: 2000 };
  const even = share(0.5, 1000, subject);

  test("is a defect: the run's chance of a false alarm would not be what was reckoned", () => {
    expect(() => expectLeftToChance("x", [even], 0)).toThrow("the claim of x leaves 1 figures to chance");
    expect(() => expectLeftToChance("x", [even, even], 1)).toThrow("leaves 2 figures to chance");
    expect(() => expectLeftToChance("x", [atLeast(1, { ...subject, seen: 1 }, 0.003)], 1)).toThrow("up to 0.003 each");
    expect(() => expectLeftToChance("x", [even, exactly(1, { ...subject, seen: 1 })], 1)).not.toThrow();
  });

  test("is found where it is run", async () => {
    const careless: Claim<object, number> = {
      stage: "careless",
      shows: "",
      measured: "",
      expects: {},
      requests: { usual: 1, least: 1 },
      control: () => ({ stage: "baseline", because: "" }),
      measure: () => Promise.resolve(1000),
      judge: (hits) => [share(0.5, hits, subject)],
    };
    const run = provable(careless)
      .expecting(new Map())
      .run({} as Ground, []);
    await expect(run).rejects.toThrow("the claim of careless leaves 1 figures to chance");
  });
});

describe("a whole run on a right mesh fails by chance less than once in 1000 times", () => {
  const defaults: ParameterValues = Object.fromEntries(
    Object.entries(parametersOf(stages)).map(([key, { default: value }]) => [key, value]),
  );
  const accepted = everyPair(stageNames).filter((pair) => {
    try {
      compose(pair, stages, defaults);
      return true;
    } catch {
      return false;
    }
  });

  /** At most, from what the claims say of themselves. */
  const chanceOf = (run: readonly StageName[]) =>
    run.reduce((sum, stage) => sum + usual(stage).leftToChance * FALSE_ALARM, 0);

  test("--all", () => {
    expect(chanceOf(stageNames)).toBeLessThan(0.001);
  });

  test("--pairs", () => {
    expect(accepted.length).toBeGreaterThan(0);
    expect(chanceOf(accepted.flat())).toBeLessThan(0.001);
  });
});
