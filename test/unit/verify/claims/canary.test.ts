import { canary } from "../../../../verify/claims/canary";
import { pages, seeded, wrong } from "../readings";

const PLAIN = { canaryWeight: 20, canarySticky: "false" } as const;
const SEEDS = Array.from({ length: 200 }, (_, index) => 7919 * (index + 1));

/** The pages of a shop that sends each request to v2 with probability p. */
function simulated(p: number, seed: number) {
  const random = seeded(seed);
  const v2 = Array.from({ length: 2000 }, random).filter((number) => number < p).length;
  return pages({ v1: 2000 - v2, v2 });
}

function passed(p: number, canaryWeight: number): number {
  return SEEDS.filter((seed) => wrong(canary.judge(simulated(p, seed), { ...PLAIN, canaryWeight })).length === 0)
    .length;
}

describe("canary", () => {
  test("passes a right split, in simulation", () => {
    expect(passed(0.2, 20)).toBe(SEEDS.length);
    expect(passed(0.5, 50)).toBe(SEEDS.length);
  });

  test.each([0, 0.1, 0.3, 1])("never passes a split of %d as 20 %, in simulation", (p) => {
    expect(passed(p, 20)).toBe(0);
  });

  test("at 0 and 100 a single stray page is too many", () => {
    expect(wrong(canary.judge(pages({ v1: 1000, v2: 0 }), { ...PLAIN, canaryWeight: 0 }))).toEqual([]);
    expect(wrong(canary.judge(pages({ v1: 999, v2: 1 }), { ...PLAIN, canaryWeight: 0 }))).toEqual(["pages from v2"]);
    expect(wrong(canary.judge(pages({ v1: 0, v2: 1000 }), { ...PLAIN, canaryWeight: 100 }))).toEqual([]);
    expect(wrong(canary.judge(pages({ v1: 1, v2: 999 }), { ...PLAIN, canaryWeight: 100 }))).toEqual(["pages from v2"]);
  });

  test("fails when pages come by a route without a subset", () => {
    expect(wrong(canary.judge(pages({ v1: 1400, v2: 400, "": 200 }), { ...PLAIN, canaryWeight: 20 }))).toEqual([
      "all other pages from v1",
    ]);
  });

  test("fails when Envoy counted less than was sent: the requests went elsewhere", () => {
    const some = pages({ v1: 1600, v2: 400 });
    const { served } = pages({ v1: 800, v2: 200 });
    expect(wrong(canary.judge({ ...some, served }, { ...PLAIN, canaryWeight: 20 }))).toEqual(["pages counted"]);
  });

  test("fails when nothing was counted at all", () => {
    expect(wrong(canary.judge(pages({}), { ...PLAIN, canaryWeight: 0 }))).toEqual(["pages from v2"]);
  });

  test("has a control that cannot hold, at any weight", () => {
    expect(canary.control({ ...PLAIN, canaryWeight: 20 }).stage).toBe("baseline");
    expect(canary.control({ ...PLAIN, canaryWeight: 0 }).stage).toBe("blue-green");
  });
});

describe("sticky canary", () => {
  const sticky = { canaryWeight: 20, canarySticky: "true" } as const;
  const good = {
    firstPages: pages({ v1: 1610, v2: 390 }),
    kept: { v1: 1610, v2: 390 },
    laterPages: { v1: pages({ v1: 4830 }), v2: pages({ v2: 1170 }) },
  };
  const judged = (readings: Partial<typeof good>) => wrong(canary.judge({ ...good, ...readings }, sticky));

  test("holds", () => expect(judged({})).toEqual([]));

  test("holds at 0, with nobody on v2, and fails with one", () => {
    const none = { firstPages: pages({ v1: 2000 }), kept: { v1: 2000, v2: 0 } };
    const laterPages = { v1: pages({ v1: 6000 }), v2: pages({}) };
    const at0 = (readings: object) =>
      wrong(canary.judge({ ...none, laterPages, ...readings }, { ...sticky, canaryWeight: 0 }));
    expect(at0({})).toEqual([]);
    const one = { firstPages: pages({ v1: 1999, v2: 1 }), kept: { v1: 1999, v2: 1 } };
    expect(at0({ ...one, laterPages: { v1: pages({ v1: 5997 }), v2: pages({ v2: 3 }) } })).toEqual([
      "users whom it keeps on v2",
    ]);
  });

  test("fails without a cookie, as on a canary of requests", () => {
    const nobody = { v1: 0, v2: 0 };
    expect(judged({ kept: nobody, laterPages: { v1: pages({}), v2: pages({}) } })).toEqual([
      "users whom a cookie keeps on a version",
      "users whom it keeps on v2",
    ]);
  });

  test("fails when one later page comes from elsewhere", () => {
    expect(judged({ laterPages: { ...good.laterPages, v2: pages({ v2: 1169, v1: 1 }) } })).toEqual([
      "later pages of users on v2 from elsewhere",
    ]);
  });

  test("fails when the cookie is for another version than the page", () => {
    expect(judged({ firstPages: pages({ v1: 1611, v2: 389 }) })).toEqual(["first pages from v2, one a user on it"]);
  });

  test("fails when another share of users is on v2", () => {
    const half = { v1: 1000, v2: 1000 };
    const laterPages = { v1: pages({ v1: 3000 }), v2: pages({ v2: 3000 }) };
    expect(judged({ firstPages: pages(half), kept: half, laterPages })).toEqual(["users whom it keeps on v2"]);
  });

  test("does not take the pages that others asked for meanwhile for pages astray", () => {
    const beside = { ...pages({ v2: 1170 }), served: pages({ v2: 1171, v1: 4 }).served };
    expect(judged({ laterPages: { ...good.laterPages, v2: beside } })).toEqual([]);
  });

  test("fails on baseline, at any weight", () => {
    const nobody = { firstPages: pages({ v1: 2000 }), kept: { v1: 0, v2: 0 } };
    const laterPages = { v1: pages({}), v2: pages({}) };
    for (const canaryWeight of [0, 1, 20, 100]) {
      const figures = wrong(canary.judge({ ...nobody, laterPages }, { ...sticky, canaryWeight }));
      expect(figures).toContain("users whom a cookie keeps on a version");
    }
  });
});

test("a canary of requests fails where one user keeps a version", () => {
  expect(wrong(canary.judge(pages({ v1: 2000, v2: 0 }), PLAIN))).toEqual(["pages from v2"]);
  expect(wrong(canary.judge(pages({ v1: 0, v2: 2000 }), PLAIN))).toEqual(["pages from v2"]);
});
