/** The candidate with the fewest typing errors between it and the word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const byDistance = candidates.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }));
  return byDistance.sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/** Letters to add, drop or change to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
