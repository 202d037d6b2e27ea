import { band, FALSE_ALARM, trialsToTell, trialsWithin } from "../../../verify/binomial";

/** The chance of exactly k hits in n trials, from the definition, in logarithms so that nothing overflows. */
function chance(k: number, n: number, p: number): number {
  let log = k * Math.log(p) + (n - k) * Math.log(1 - p);
  for (let i = 1; i <= k; i += 1) log += Math.log(n - k + i) - Math.log(i);
  return Math.exp(log);
}

/** The chance that from `least` to `most` of n trials are hits. */
function chanceOf(least: number, most: number, n: number, p: number): number {
  let sum = 0;
  for (let k = least; k <= most; k += 1) sum += chance(k, n, p);
  return sum;
}

/** The chance that the share of hits at true probability `p` lies in the band of `expected`. */
function chanceInside(p: number, expected: number, n: number): number {
  const { low, high } = band(expected, n);
  return chanceOf(Math.round(low * n), Math.round(high * n), n, p);
}

describe("band", () => {
  test("is about 4.4 standard deviations to either side", () => {
    const { low, high } = band(0.2, 2000);
    const deviation = Math.sqrt((0.2 * 0.8) / 2000);
    expect((0.2 - low) / deviation).toBeCloseTo(4.4, 0);
    expect((high - 0.2) / deviation).toBeCloseTo(4.4, 0);
  });

  test.each([0, 1])("has no width at %d, where nothing is left to chance", (p) => {
    expect(band(p, 1000)).toEqual({ low: p, high: p, falseAlarm: 0 });
  });

  test.each([
    [0.01, 1000],
    [0.1, 100],
    [0.2, 1999],
    [0.5, 7],
    [0.9, 1000],
    [1 / 16, 1000],
  ])("of %d in %d trials leaves out as much as it says, and no more to either side could be", (p, n) => {
    const { low, high, falseAlarm } = band(p, n);
    const [least, most] = [Math.round(low * n), Math.round(high * n)];
    const [below, above] = [chanceOf(0, least - 1, n, p), chanceOf(most + 1, n, n, p)];
    expect(below + above).toBeCloseTo(falseAlarm, 12);
    expect(below).toBeLessThanOrEqual(FALSE_ALARM / 2);
    expect(above).toBeLessThanOrEqual(FALSE_ALARM / 2);
    expect(below + chance(least, n, p)).toBeGreaterThan(FALSE_ALARM / 2);
    expect(above + chance(most, n, p)).toBeGreaterThan(FALSE_ALARM / 2);
  });

  test.each([
    [0.1, 1e-8],
    [0.15, 0.15],
    [0.25, 0.25],
    [0.3, 1e-5],
  ])("lets a share of %d pass as 20 % of 2000 with a chance below %d", (wrong, most) => {
    expect(chanceInside(wrong, 0.2, 2000)).toBeLessThan(most);
  });

  test("is narrower the more false alarms are allowed, and the more trials", () => {
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(band(0.2, 1000, 0.0455))).toBeCloseTo(4 * Math.sqrt(0.16 / 1000), 2);
    expect(width(band(0.2, 4000))).toBeCloseTo(width(band(0.2, 1000)) / 2, 2);
  });

  test("is there for as many trials as one may ask for", () => {
    const { low, high, falseAlarm } = band(0.5, 100_000);
    expect([low, high]).toEqual([expect.closeTo(0.493, 3), expect.closeTo(0.507, 3)]);
    expect(falseAlarm).toBeGreaterThan(FALSE_ALARM / 2);
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
  if (n > 1) expect(band(p, n - 1).low).toBe(0);
});

test.each([0.01, 0.2, 0.5, 1])("trialsWithin is a number whose band of %d reaches as far as is allowed", (p) => {
  const n = trialsWithin(0.05, p);
  const { low, high } = band(p, n);
  expect(p - low).toBeLessThanOrEqual(0.05);
  expect(high - p).toBeLessThanOrEqual(0.05);
  if (n > 1) expect(n).toBeGreaterThan(10);
});
