import { firstAbsent } from "../../../../src/cluster/limits-shown";

const line = (requests: number) => `shop.plan_BASIC.account: unit=MINUTE requests_per_unit=${requests}`;

test.each([
  ["the limit", `${line(5)}, shadow_mode: false\n`, undefined],
  ["a limit that begins alike", `${line(50)}, shadow_mode: false\n`, line(5)],
  ["none", "", line(5)],
])("a rate limiter that shows %s", (_, shown, absent) => {
  expect(firstAbsent([line(5)], shown)).toBe(absent);
});
