import type { Gathered } from "../../../../tools/live/visitors/belongings";
import { Outfitter } from "../../../../tools/live/visitors/outfitter";

const tokens = { valid: { authorization: "a" }, picked: { authorization: "b" } };
const lacks = (why: string): Gathered => ({ lacking: [`visitors go without tokens: ${why}`] });

function setUp(...answers: readonly Gathered[]) {
  const [brought, asked, lacking]: [Gathered[], string[], string[]] = [[], [], []];
  const visitors = { stage: () => undefined, bring: (gathered: Gathered) => void brought.push(gathered) };
  const gather = (stages: readonly string[]) => {
    asked.push(stages.join(","));
    return Promise.resolve(answers[asked.length - 1] ?? answers.at(-1) ?? lacks("nothing"));
  };
  const told = new Promise<void>((resolve) => {
    const lack = (what: string) => {
      lacking.push(what);
      resolve();
    };
    outfitter = new Outfitter(visitors, gather, lack, () => ({ wait: () => Promise.resolve() }));
  });
  return { brought, asked, lacking, told, outfitter };
}
let outfitter: Outfitter;
afterEach(() => outfitter.stop());

test("a stage that wants nothing of visitors asks the stack for nothing", async () => {
  const { asked, lacking, told } = setUp();
  outfitter.recorded({ stage: "canary,retries", shows: "" });
  await told;
  expect([asked, lacking]).toEqual([[], [""]]);
});

test("what the stack has is brought; the same record again asks for nothing", async () => {
  const { brought, asked, lacking, told } = setUp({ tokens, lacking: [] });
  outfitter.recorded({ stage: "jwt", shows: "as always" });
  await told;
  outfitter.recorded({ stage: "jwt", shows: "as always" });
  expect([brought, asked, lacking]).toEqual([[{ tokens, lacking: [] }], ["jwt"], [""]]);
});

test("what the stack does not say yet is asked for again, as up has not ended", async () => {
  const { asked, lacking, told } = setUp(lacks("none yet"), { tokens, lacking: [] });
  outfitter.recorded({ stage: "jwt", shows: "" });
  await told;
  expect([asked, lacking]).toEqual([["jwt", "jwt"], [""]]);
});

test("what it never says is lacking, in its words", async () => {
  const { asked, lacking, told } = setUp(lacks("no stack is selected"));
  outfitter.recorded({ stage: "jwt", shows: "" });
  await told;
  expect(lacking).toEqual(["visitors go without tokens: no stack is selected"]);
  expect(asked).toHaveLength(6);
});
