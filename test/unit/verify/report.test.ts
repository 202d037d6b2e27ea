import { atLeast, atMost, below, exactly, share } from "../../../verify/finding";
import type { Finding } from "../../../verify/finding";
import { judgeClaim, judgeControl } from "../../../verify/outcome";
import type { Report } from "../../../verify/report";
import { asJson, asTables, exitCodeOf } from "../../../verify/report";

const at = { where: "Envoy at the gateway", of: 1000 };
const right = share(0.2, 197, { ...at, what: "pages from v2" });
const wrong = share(0.2, 0, { ...at, what: "pages from v2" });
const unsound = exactly(1000, { ...at, what: "pages answered with 200", seen: 3, about: "measurement" });

function outcome(...findings: Finding[]) {
  return { stage: "canary", shows: "20 % on v2", expected: { canaryWeight: "20" }, findings, seconds: 1.23 };
}

function report(...claims: Report["claims"]): Report {
  return {
    context: "lab",
    namespace: "sock-shop",
    url: "http://localhost:8080/",
    deployed: "canary",
    control: false,
    claims,
  };
}

const claim = (...findings: Finding[]) => ({ ...outcome(...findings), verdict: judgeClaim(outcome(...findings)) });

describe("a claim", () => {
  test("is proven when every figure holds", () => expect(judgeClaim(outcome(right)).proven).toBe(true));
  test("is not when one does not", () => expect(judgeClaim(outcome(right, unsound)).proven).toBe(false));
});

describe("a control", () => {
  test("does its work when the claim fails", () => {
    expect(judgeControl(outcome(wrong), "baseline")).toMatchObject({ proven: true });
  });

  test("shows a defect when the claim holds", () => {
    expect(judgeControl(outcome(right), "baseline")).toMatchObject({
      proven: false,
      because: expect.stringContaining("defective") as string,
    });
  });

  test("says nothing when the measurement was not sound", () => {
    expect(judgeControl(outcome(wrong, unsound), "baseline")).toMatchObject({
      proven: false,
      because: expect.stringContaining("could not be measured") as string,
    });
  });
});

describe("the exit code", () => {
  test("is 0 when all claims are proven", () => expect(exitCodeOf(report(claim(right), claim(right)))).toBe(0));
  test("is 1 when one is not", () => expect(exitCodeOf(report(claim(right), claim(wrong)))).toBe(1));
  test("is 1 when there was nothing to prove", () => expect(exitCodeOf(report())).toBe(1));
});

describe("the table", () => {
  const text = asTables(
    report(
      claim(
        right,
        below(5, { ...at, what: "longest page", unit: "seconds", seen: 0.0123 }),
        atLeast(1000, { ...at, what: "pages counted", seen: 1000 }),
        atMost(3, { ...at, what: "copies of others", seen: 3 }),
        exactly(0, { ...at, what: "from v1", seen: 2 }),
      ),
    ),
  );

  test("gives expectation, band, figure and verdict", () => {
    expect(text).toMatch(/pages from v2 .* 20 % \(14.6 % to 25.8 %\) .* 19.7 % .* 1000 .* ok/);
    expect(text).toMatch(/longest page .* below 5s .* 12ms .* ok/);
    expect(text).toMatch(/pages counted .* 1000 or more .* 1000 .* ok/);
    expect(text).toMatch(/copies of others .* 3 or less .* 3 .* ok/);
    expect(text).toMatch(/from v1 .* 0 .* 2 .* WRONG/);
    expect(text).toContain("FAILED: canary does not hold: 1 of 5 figures are wrong (1.2 s)");
  });

  test("has no control characters", () => {
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });
});

test("the JSON has the same figures, unrounded, and null for no upper limit", () => {
  const json = JSON.parse(asJson(report(claim(right, atLeast(5, { ...at, what: "x", seen: 7 }))))) as {
    proven: boolean;
    claims: { findings: Finding[] }[];
  };
  expect(json.proven).toBe(true);
  expect(json.claims[0]?.findings).toMatchObject([
    { seen: 0.197, low: 0.146, unit: "share" },
    { seen: 7, low: 5, high: null },
  ]);
});
