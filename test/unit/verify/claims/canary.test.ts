import { canary } from "../../../../verify/claims/canary";
import { pages, seeded, wrong } from "../readings";

const SEEDS = Array.from({ length: 200 }, (_, index) => 7919 * (index + 1));

/** The pages of a shop that sends each visitor to v2 with probability p. */
function simulated(p: number, seed: number) {
  const random = seeded(seed);
  const v2 = Array.from({ length: 1000 }, random).filter((number) => number < p).length;
  return pages({ v1: 1000 - v2, v2 });
}

function passed(p: number, canaryWeight: number): number {
  return SEEDS.filter((seed) => wrong(canary.judge(simulated(p, seed), { canaryWeight })).length === 0).length;
}

describe("canary", () => {
  test("passes a right split, in simulation", () => {
    expect(passed(0.2, 20)).toBeGreaterThanOrEqual(197);
    expect(passed(0.5, 50)).toBeGreaterThanOrEqual(197);
  });

  test.each([0, 0.1, 0.3, 1])("never passes a split of %d as 20 %, in simulation", (p) => {
    expect(passed(p, 20)).toBe(0);
  });

  test("at 0 and 100 a single stray page is too many", () => {
    expect(wrong(canary.judge(pages({ v1: 1000, v2: 0 }), { canaryWeight: 0 }))).toEqual([]);
    expect(wrong(canary.judge(pages({ v1: 999, v2: 1 }), { canaryWeight: 0 }))).toEqual(["pages from v2"]);
    expect(wrong(canary.judge(pages({ v1: 0, v2: 1000 }), { canaryWeight: 100 }))).toEqual([]);
    expect(wrong(canary.judge(pages({ v1: 1, v2: 999 }), { canaryWeight: 100 }))).toEqual(["pages from v2"]);
  });

  test("fails when pages come by a route without a subset", () => {
    expect(wrong(canary.judge(pages({ v1: 700, v2: 200, "": 100 }), { canaryWeight: 20 }))).toEqual([
      "all other pages from v1",
    ]);
  });

  test("fails when Envoy counted less than was sent: the requests went elsewhere", () => {
    const some = pages({ v1: 800, v2: 200 });
    const { served } = pages({ v1: 400, v2: 100 });
    expect(wrong(canary.judge({ ...some, served }, { canaryWeight: 20 }))).toEqual(["pages counted"]);
  });

  test("fails when nothing was counted at all", () => {
    expect(wrong(canary.judge(pages({}), { canaryWeight: 0 }))).toEqual(["pages from v2"]);
  });

  test("has a control that cannot hold, at any weight", () => {
    expect(canary.control({ canaryWeight: 20 }).stage).toBe("baseline");
    expect(canary.control({ canaryWeight: 0 }).stage).toBe("blue-green");
  });
});
