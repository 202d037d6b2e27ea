import type { SecondShown } from "./picture.ts";

/** How far it reaches back. */
const reachMs = 120_000;

interface Span {
  readonly from: number;
  readonly to: number;
  readonly sent: Readonly<Record<"v1" | "v2", number>>;
}

/**
 * Two minutes in whole seconds. What came between two readings of a counter is spread over the time between them: a
 * gateway that takes on new routes is late to answer, and the requests came all the same.
 */
export class Timeline {
  private spans: Span[] = [];
  private failures: number[] = [];
  private readonly lastRead = new Map<string, number>();

  /** @param source whose counter was read at that time @param sent requests since its last reading */
  counted(source: string, at: number, sent: Span["sent"]): void {
    const from = this.lastRead.get(source);
    this.lastRead.set(source, at);
    if (from !== undefined && at > from) this.spans.push({ from, to: at, sent });
  }

  failed(at: number): void {
    this.failures.push(at);
  }

  /** Of seconds that have been counted to their end, oldest first. */
  upTo(now: number): SecondShown[] {
    this.spans = this.spans.filter(({ to }) => to > now - reachMs);
    this.failures = this.failures.filter((at) => at > now - reachMs);
    const first = this.spans[0]?.from ?? now;
    const last = Math.min(now, this.spans.at(-1)?.to ?? now);
    const seconds: SecondShown[] = [];
    for (let end = Math.ceil(Math.max(first, now - reachMs) / 1000) * 1000 + 1000; end <= last; end += 1000) {
      const begin = end - 1000;
      const within = (version: "v1" | "v2") =>
        this.spans.reduce((sum, { from, to, sent }) => {
          const shared = Math.min(to, end) - Math.max(from, begin);
          return shared > 0 ? sum + (sent[version] * shared) / (to - from) : sum;
        }, 0);
      const failed = this.failures.filter((at) => at > begin && at <= end).length;
      seconds.push({ at: end, v1: within("v1"), v2: within("v2"), failed });
    }
    return seconds;
  }
}
