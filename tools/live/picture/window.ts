/** How far "of late" reaches back on the page, in milliseconds. */
export const recentMs = 5000;

/** What happened in the last seconds. */
export class Window<Entry> {
  private entries: { readonly at: number; readonly entry: Entry }[] = [];

  /** @param spanMs how far it reaches back */
  constructor(readonly spanMs: number) {}

  add(at: number, entry: Entry): void {
    this.entries.push({ at, entry });
  }

  /** @returns what is not older than the span, oldest first */
  upTo(now: number): readonly Entry[] {
    const kept = this.entries.findIndex(({ at }) => at > now - this.spanMs);
    this.entries = kept < 0 ? [] : this.entries.slice(kept);
    return this.entries.map(({ entry }) => entry);
  }
}
