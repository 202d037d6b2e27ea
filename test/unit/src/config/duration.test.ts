import { milliseconds } from "../../../../src/config/duration";

test.each([
  ["5s", 5000],
  ["250ms", 250],
  ["1m30s", 90_000],
  ["1.5s", 1500],
  ["0.001s", 1],
  ["2h", 7_200_000],
  ["0s", 0],
])("%s is %d ms", (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});

test.each(["5 seconds", "5", "", "s", "-5s", "1us", "0.5ms", "1e3s", "5s ", ".5s"])("%j is none", (duration) => {
  expect(milliseconds(duration)).toBeUndefined();
});
