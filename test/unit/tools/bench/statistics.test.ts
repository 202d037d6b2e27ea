import { differences, ratios, summarize } from "../../../../tools/bench/statistics";

test.each([
  [[5], 5, [5, 5]],
  [[4, 1], 2.5, [1.75, 3.25]],
  [[9, 1, 5], 5, [3, 7]],
  [[10, 2, 100, 4, 8], 8, [4, 10]],
])("%j has its median and the middle half between its quartiles", (values, median, quartiles) => {
  expect(summarize(values)).toEqual({ median, quartiles, count: values.length });
});

test("one wild value moves the mean, not the median", () => {
  expect(summarize([1, 1, 1, 1, 1000]).median).toBe(1);
});

test("of nothing there is no median", () => {
  expect(() => summarize([])).toThrow("nothing was measured");
});

test("values are compared with those of their own round", () => {
  expect(ratios([2, 30], [1, 10])).toEqual([2, 3]);
  expect(differences([2, 30], [1, 10])).toEqual([1, 20]);
  expect(() => ratios([1, 2], [1])).toThrow("measured in different rounds");
  expect(() => ratios([1], [1, 2])).toThrow("measured in different rounds");
});
