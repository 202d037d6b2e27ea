import { progressLine } from "../../../../lab/toolchain/build-progress.ts";

describe("how far a compilation is", () => {
  const compilation = { module: "cluster", most: 1000, began: 5_000 };
  test.each([
    ["at its start", 10, 7_000, "cluster: 10 of at most 1000 packages, about 3 min more at this pace"],
    ["when it slows down", 500, 605_000, "cluster: 500 of at most 1000 packages, about 10 min more at this pace"],
    ["near its end", 950, 955_000, "cluster: 950 of at most 1000 packages, about 50 s more at this pace"],
    [
      "with more than Go had named",
      1001,
      955_000,
      "cluster: 1001 of at most 1000 packages, about 0 s more at this pace",
    ],
  ])("%s", (_, compiled, now, line) => {
    expect(progressLine(compilation, compiled, now)).toBe(line);
  });
});
