/** A line of a plot and the name beside it, both in the plot's pixels. */
export interface Mark {
  /** Of the line. */
  readonly x: number;
  /** Of the name. */
  readonly width: number;
}

/** Between a line and its name. */
const GAP = 8;

/**
 * Where names begin so that none lies over another or over the next line: to the right of its line, or to the left where
 * the plot ends. The newest comes first: an older one that finds no room is left out.
 * @param marks from left to right
 * @param right where the plot ends
 */
export function labelPlaces(marks: readonly Mark[], right: number): (number | undefined)[] {
  let free = right;
  const places = marks.toReversed().map(({ x, width }, age) => {
    const beside = x + GAP;
    const before = x - GAP - width;
    const place = beside + width <= free ? beside : age === 0 ? before : undefined;
    free = Math.min(free, x, place ?? x);
    return place;
  });
  return places.reverse();
}
