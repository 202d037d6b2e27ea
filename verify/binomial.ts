/** The shares that a right system may show, lowest and highest, both from 0 to 1 and both still right. */
export interface Band {
  readonly low: number;
  readonly high: number;
  /** The chance that a right system shows another share. */
  readonly falseAlarm: number;
}

/**
 * The largest chance that one figure of a right system is taken for a wrong one. The longest run, that of all pairs of
 * stages, makes some dozens of figures that are left to chance; a test adds their chances up and keeps the run below 1 in 1000.
 */
export const FALSE_ALARM = 1e-5;

/**
 * The band in which the share of hits among `n` independent trials lies when each is a hit with probability `p`. To either
 * side the binomial leaves at most half of `falseAlarm`. Where p is 0 or 1 nothing is left to chance and the band has no width.
 */
export function band(p: number, n: number, falseAlarm = FALSE_ALARM): Band {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability is from 0 to 1, not ${p}`);
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`a number of trials is a whole number from 1 on, not ${n}`);
  const below = tail(p, n, falseAlarm / 2);
  const above = tail(1 - p, n, falseAlarm / 2);
  return { low: below.hits / n, high: (n - above.hits) / n, falseAlarm: below.chance + above.chance };
}

/** The most `hits` that there are fewer of with a chance of at most `most`, and that chance. */
function tail(p: number, n: number, most: number): { hits: number; chance: number } {
  if (p === 0 || p === 1) return { hits: p * n, chance: 0 };
  const odds = Math.log(p) - Math.log1p(-p);
  // The chance of exactly `hits`, as a logarithm: that of none in 100 000 trials is too small for a number.
  let log = n * Math.log1p(-p);
  let hits = 0;
  let chance = 0;
  while (chance + Math.exp(log) <= most) {
    chance += Math.exp(log);
    log += Math.log((n - hits) / (hits + 1)) + odds;
    hits += 1;
  }
  return { hits, chance };
}

/**
 * The fewest trials in which the band of a share `p` above 0 leaves out 0, so that a right system cannot be taken for one
 * where nothing happens.
 */
export function trialsToTell(p: number, falseAlarm = FALSE_ALARM): number {
  return fewest((n) => band(p, n, falseAlarm).low > 0);
}

/** The fewest trials in which the band of a share `p` reaches no farther than `reach` to either side. */
export function trialsWithin(reach: number, p: number, falseAlarm = FALSE_ALARM): number {
  return fewest((n) => {
    const { low, high } = band(p, n, falseAlarm);
    return p - low <= reach && high - p <= reach;
  });
}

/** The least whole number from 1 on that is enough, where each above it is enough too. */
function fewest(enough: (n: number) => boolean): number {
  let most = 1;
  while (!enough(most)) most *= 2;
  let least = Math.floor(most / 2) + 1;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (enough(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}
