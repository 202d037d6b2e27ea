import type { Report } from "../../../../verify/report";
import type { PairOutcome } from "../../../../verify/tour/pairs";
import { everyPair, pairsProven, provePairs } from "../../../../verify/tour/pairs";
import { pairsJson, pairsTables } from "../../../../verify/tour/pairs-report";

const report = (deployed: string, proven: boolean): Report => ({
  context: "c",
  namespace: "n",
  url: "http://shop",
  deployed,
  control: false,
  claims: [
    { stage: "a", shows: "", expected: {}, findings: [], seconds: 1, verdict: { proven, because: "a says so" } },
  ],
});

const refused: PairOutcome = { pair: ["a", "b"], refused: "both set x" };
const proven: PairOutcome = { pair: ["a", "c"], up: 4, report: report("a,c", true) };
const failed: PairOutcome = { pair: ["b", "c"], up: 5, report: report("b,c", false) };

test("every two stages are a pair once, in the order of the stages", () => {
  expect(everyPair(["a", "b", "c"])).toEqual([
    ["a", "b"],
    ["a", "c"],
    ["b", "c"],
  ]);
});

test("the program is asked for each pair, and what it accepts is proven before the next", async () => {
  const log: string[] = [];
  const outcomes = await provePairs(everyPair(["a", "b", "c"]), {
    deploy: (pair) => {
      log.push(`deploy ${pair.join(",")}`);
      return Promise.resolve(pair.join() === "a,b" ? { refused: "both set x" } : { seconds: 4 });
    },
    prove: (pair) => {
      log.push(`prove ${pair.join(",")}`);
      return Promise.resolve(report(pair.join(","), true));
    },
    done: ({ pair }) => {
      log.push(`done ${pair.join(",")}`);
      return Promise.resolve();
    },
    say: () => {},
  });
  expect(log).toEqual([
    "deploy a,b",
    "done a,b",
    ...["deploy a,c", "prove a,c", "done a,c"],
    ...["deploy b,c", "prove b,c", "done b,c"],
  ]);
  expect(outcomes).toEqual([refused, proven, { pair: ["b", "c"], up: 4, report: report("b,c", true) }]);
});

test.each<[string, PairOutcome[], boolean]>([
  ["pairs that are proven, or refused, are fine", [refused, proven], true],
  ["one that is accepted and not proven is one too many", [refused, proven, failed], false],
  ["where all are refused nothing is proven", [refused], false],
  ["no pair proves nothing", [], false],
])("%s", (_, outcomes, holds) => {
  expect(pairsProven(outcomes)).toBe(holds);
  expect((JSON.parse(pairsJson(outcomes)) as { proven: boolean }).proven).toBe(holds);
});

test("the table has a line for each pair, with the reason for what it says, and adds up", () => {
  const table = pairsTables([refused, proven, failed]);
  expect(table).toMatch(/a,b .* refused .* both set x/);
  expect(table).toMatch(/a,c .* proven .* 4.0 s .* a says so \(1.0 s\)/);
  expect(table).toMatch(/b,c .* FAILED/);
  expect(table).toContain("3 pairs: 1 refused, 1 proven, 1 FAILED");
});
