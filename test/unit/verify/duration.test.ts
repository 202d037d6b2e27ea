import { formatDuration, parseDuration } from "../../../verify/duration";

test.each([
  ["250ms", 250],
  ["5s", 5000],
  ["1.5s", 1500],
  ["1m30s", 90_000],
  ["24h", 86_400_000],
])("%s is %d ms, as the program's config takes it", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "5", "s", "5 s", "-1s", "1d", "1s,"])("%j is none", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [0, "0ms"],
  [250, "250ms"],
  [1500, "1.5s"],
  [90_000, "90s"],
  [86_400_000, "24h"],
])("%d ms are written %s, which is read again", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
  expect(parseDuration(text)).toBe(milliseconds);
});
