/** Counts by name, in any order. */
export type Counts = Iterable<[string, number]>;

export function together(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

export const ofBeginnings = (counts: Counts, prefix: string): number =>
  sumOf(counts, (name) => name.startsWith(prefix));
export const ofParts = (counts: Counts, part: string): number => sumOf(counts, (name) => name.includes(part));
export const ofEndings = (counts: Counts, suffix: string): number => sumOf(counts, (name) => name.endsWith(suffix));

const sumOf = (counts: Counts, counted: (name: string) => boolean): number =>
  [...counts].reduce((sum, [name, count]) => (counted(name) ? sum + count : sum), 0);
