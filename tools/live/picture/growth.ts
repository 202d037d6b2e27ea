/**
 * How counters grew. They are another program's: it may begin anew, so that a count falls, and then all that it says has
 * come since; it may leave, and then what it had counted stays counted.
 */
export class Growth {
  private readonly last = new Map<string, ReadonlyMap<string, number>>();
  private readonly known = new Set<string>();
  private readonly sums = new Map<string, number>();

  /**
   * @param source whose counters these are
   * @param counts all of them by name; one that is missing is 0
   * @param young whether the source began after the look at it did; else its first counts are where the look begins
   * @returns by name, what was new; names with nothing new are left out
   */
  read(source: string, counts: ReadonlyMap<string, number>, young: boolean): ReadonlyMap<string, number> {
    const before = this.last.get(source);
    this.last.set(source, counts);
    const grown = new Map<string, number>();
    const begins = before === undefined && (!young || this.known.has(source));
    this.known.add(source);
    if (begins) return grown;
    for (const [name, count] of counts) {
      const earlier = before?.get(name) ?? 0;
      const more = count < earlier ? count : count - earlier;
      if (more === 0) continue;
      grown.set(name, more);
      this.sums.set(name, (this.sums.get(name) ?? 0) + more);
    }
    return grown;
  }

  /** Names with something new since the last call of `restart`, and how much. */
  entries(): IterableIterator<[string, number]> {
    return this.sums.entries();
  }

  /** Begins to sum up from what each source counts at its next reading: what lies between belongs to both spans. */
  restart(): void {
    this.sums.clear();
    this.last.clear();
  }
}
