import { nothingDropped, switchJson, switchTable } from "../../../../verify/tour/switch-report";
import type { SwitchOutcome } from "../../../../verify/tour/switches";

const good: SwitchOutcome = {
  from: "baseline",
  to: "abort-fault",
  requests: 400,
  explained: { "/x 500": 3 },
  unexplained: {},
  up: 4.25,
  served: 0.5,
};
const bad: SwitchOutcome = { ...good, unexplained: { "/ 503": 2 } };

test.each<[string, SwitchOutcome[], boolean]>([
  ["switches whose failures are explained drop nothing", [good, good], true],
  ["one unexplained failure is one too many", [good, bad], false],
  ["a switch without requests proves nothing", [{ ...good, requests: 0 }], false],
  ["no switch proves nothing", [], false],
])("%s", (_, outcomes, holds) => {
  expect(nothingDropped(outcomes)).toBe(holds);
  expect((JSON.parse(switchJson(outcomes)) as { proven: boolean }).proven).toBe(holds);
});

test("the table names each failure and adds up", () => {
  const table = switchTable([good, bad]);
  expect(table).toContain("3 × /x 500");
  expect(table).toContain("2 × / 503");
  expect(table).toContain("2 switches, 800 requests, 2 unexplained failures");
});
