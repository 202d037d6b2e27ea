/** The shares that a right system may show, lowest and highest, both from 0 to 1 and both still right. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/**
 * The band in which the share of hits among `n` independent trials lies when each is a hit with probability `p`: `sigmas`
 * standard deviations of the binomial to either side. Where p is 0 or 1 nothing is left to chance and the band has no width.
 *
 * @param sigmas how many standard deviations; default 3, which a right system leaves in about 3 of 1000 runs
 */
export function band(p: number, n: number, sigmas = 3): Band {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability is from 0 to 1, not ${p}`);
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`a number of trials is a whole number from 1 on, not ${n}`);
  const deviation = Math.sqrt((p * (1 - p)) / n);
  return { low: Math.max(0, p - sigmas * deviation), high: Math.min(1, p + sigmas * deviation) };
}

/**
 * The fewest trials in which the band of a share `p` above 0 leaves out 0, so that a right system cannot be taken for one
 * where nothing happens.
 */
export function trialsToTell(p: number, sigmas = 3): number {
  let n = Math.max(1, Math.floor((sigmas ** 2 * (1 - p)) / p));
  while (band(p, n, sigmas).low <= 0) n += 1;
  return n;
}
