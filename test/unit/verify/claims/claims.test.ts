import { stages } from "../../../../stages";
import { claims, stageNames } from "../../../../verify/claims";

const USUAL = new Map<string, string>();

test("there is a claim for each stage, in the talk's order", () => {
  expect(stageNames).toEqual(Object.keys(stages));
});

describe.each(stageNames)("the claim of %s", (name) => {
  const claim = claims[name];
  const trial = claim.expecting(USUAL);

  test("is in the table under its own stage's name", () => expect(claim.stage).toBe(name));

  test("has a control that is another stage", () => {
    expect(stageNames).toContain(trial.control.stage);
    expect(trial.control.stage).not.toBe(name);
  });

  test("has usual numbers that it allows", () => {
    expect(() => claim.expecting(new Map(Object.entries(trial.expected)))).not.toThrow();
  });

  test("rests on enough requests by default", () => {
    expect(claim.requests.usual).toBeGreaterThanOrEqual(claim.requests.least);
  });
});

test("a name is of one number, in whichever claims, so that several stages can be verified at once", () => {
  const numbers = stageNames.flatMap((name) => Object.entries(claims[name].expects));
  const names = new Set(numbers.map(([name]) => name));
  expect(new Set(numbers.map(([, number]) => number)).size).toBe(names.size);
});
