/** From the fewest to the most. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Envoy's pauses before retries, in seconds: at random up to this at first, twice that more each time, up to the longest. */
const FIRST_PAUSE = 0.025;
const LONGEST_PAUSE = 0.25;

/** By how much all that a busy machine does may be late, in seconds. */
const BUSY = 0.5;

/**
 * How many of a call's tries begin while the call may last, where each try takes so long.
 * @param limit how long the call may last, in seconds; Infinity for ever
 * @param tries that it has at most
 * @param each seconds that one try takes
 */
export function triesWithin(limit: number, tries: number, each: number): Range {
  const begun = (beginning: (retries: number) => number) => {
    return Array.from({ length: tries }, (_, retries) => beginning(retries)).filter((at) => at < limit).length;
  };
  return {
    // The first begins at once, however busy the machine.
    least: Math.max(
      1,
      begun((retries) => retries * each + longestPauses(retries) + BUSY),
    ),
    most: begun((retries) => retries * each),
  };
}

/** The longest that the pauses before so many retries take together. */
function longestPauses(retries: number): number {
  const pauses = Array.from({ length: retries }, (_, n) => Math.min(LONGEST_PAUSE, FIRST_PAUSE * (2 ** (n + 1) - 1)));
  return pauses.reduce((sum, pause) => sum + pause, 0);
}
