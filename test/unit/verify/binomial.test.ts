import { band, trialsToTell } from "../../../verify/binomial";

/** The chance of exactly k hits in n trials, from the definition, in logarithms so that nothing overflows. */
function chance(k: number, n: number, p: number): number {
  let log = k * Math.log(p) + (n - k) * Math.log(1 - p);
  for (let i = 1; i <= k; i += 1) log += Math.log(n - k + i) - Math.log(i);
  return Math.exp(log);
}

/** The chance that the share of hits at true probability `p` lies in the band of `expected`. */
function chanceInside(p: number, expected: number, n: number): number {
  const { low, high } = band(expected, n);
  let sum = 0;
  for (let k = Math.ceil(low * n); k <= Math.floor(high * n); k += 1) sum += chance(k, n, p);
  return sum;
}

describe("band", () => {
  test("is three standard deviations to either side", () => {
    const { low, high } = band(0.2, 1000);
    expect(low).toBeCloseTo(0.16205, 5);
    expect(high).toBeCloseTo(0.23795, 5);
  });

  test.each([0, 1])("has no width at %d", (p) => {
    expect(band(p, 1000)).toEqual({ low: p, high: p });
  });

  test("stays within 0 and 1", () => {
    expect(band(0.01, 100).low).toBe(0);
    expect(band(0.99, 100).high).toBe(1);
  });

  test.each([0.01, 0.1, 0.2, 0.5, 0.9])("lets a right system of %d pass in 99 of 100 runs and more", (p) => {
    expect(chanceInside(p, p, 1000)).toBeGreaterThan(0.99);
  });

  test.each([
    [0.1, 1e-8],
    [0.15, 0.15],
    [0.25, 0.25],
    [0.3, 1e-5],
  ])("lets a share of %d pass as 20 % of 1000 with a chance below %d", (wrong, most) => {
    expect(chanceInside(wrong, 0.2, 1000)).toBeLessThan(most);
  });

  test("is narrower the fewer sigmas and the more trials", () => {
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(band(0.2, 1000, 2))).toBeCloseTo((width(band(0.2, 1000)) * 2) / 3);
    expect(width(band(0.2, 4000))).toBeCloseTo(width(band(0.2, 1000)) / 2);
  });

  test.each([
    [-0.1, 10],
    [1.1, 10],
    [NaN, 10],
    [0.5, 0],
    [0.5, 2.5],
  ])("refuses p = %d, n = %d", (p, n) => {
    expect(() => band(p, n)).toThrow(RangeError);
  });
});

test.each([0.01, 0.05, 0.1, 0.5, 1])("trialsToTell is the least number whose band of %d leaves out 0", (p) => {
  const n = trialsToTell(p);
  expect(band(p, n).low).toBeGreaterThan(0);
  if (n > 1) expect(band(p, n - 1).low).toBeCloseTo(0, 6);
});
