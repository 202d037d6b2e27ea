import { readLoad } from "../../../../tools/bench/fortio-load";

const result = (codes: Record<string, number>) =>
  JSON.stringify({
    ActualQPS: 812.5,
    RetCodes: codes,
    DurationHistogram: { Count: 100, Percentiles: [{ Percentile: 99, Value: 0.0125 }] },
  });

test("answers a second and the time of 99 of 100", () => {
  expect(readLoad(result({ "200": 100 }))).toEqual({ rate: 812.5, p99: 12.5 });
});

test("answers that failed are no figure", () => {
  expect(() => readLoad(result({ "200": 60, "503": 40 }))).toThrow('answers by status: {"200":60,"503":40}');
});
