import { bytes, cores } from "../../../../src/config/quantity";

test.each<[string, number | undefined]>([
  ["0", 0],
  ["50m", 0.05],
  ["0.5", 0.5],
  ["2", 2],
  ["0.001", 0.001],
  ["0.0001", undefined],
  ["1.5m", undefined],
  ["-1", undefined],
  ["100Mi", undefined],
  ["half", undefined],
  ["", undefined],
])("%s of CPU is %s cores", (text, expected) => {
  expect(cores(text)).toBe(expected);
});

test.each<[string, number | undefined]>([
  ["0", 0],
  ["1000", 1000],
  ["1k", 1000],
  ["1Ki", 1024],
  ["64Mi", 64 * 1024 ** 2],
  ["1.5Gi", 1.5 * 1024 ** 3],
  ["500M", 500e6],
  ["1P", 1e15],
  ["1Pi", 1024 ** 5],
  ["64MB", undefined],
  ["64m", undefined],
  ["64mi", undefined],
  ["Mi", undefined],
  ["-1Gi", undefined],
])("%s of memory is %s bytes", (text, expected) => {
  expect(bytes(text)).toBe(expected);
});
