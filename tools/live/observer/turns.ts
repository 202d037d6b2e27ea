/** After a change: long enough for a few requests, short enough for who looks at the page. */
const soonMs = 250;
/** So that a proxy that answers late is not asked without a break. */
const leastMs = 50;

/** When a proxy is asked again: in its turn, or sooner after something has changed. */
export class Turns {
  private sooner: number[] = [];
  private waiting = false;
  private wake = (): void => undefined;

  /**
   * @param everyMs from one question to the next, in milliseconds
   * @param signal ends each wait
   */
  constructor(
    private readonly everyMs: number,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.wake(), { once: true });
  }

  /** Counts begin anew: the proxy is asked now, which is what they begin from, and once more soon after. */
  hurry(): void {
    this.sooner = this.waiting ? [soonMs] : [0, soonMs];
    this.wake();
  }

  /**
   * Settles when the proxy is to be asked again.
   * @param started when it was asked last, in milliseconds since 1970
   */
  async next(started: number): Promise<void> {
    if (this.signal.aborted) return;
    const due = started + (this.sooner.shift() ?? this.everyMs);
    this.waiting = true;
    await new Promise<void>((settle) => {
      const timer = setTimeout(settle, Math.max(leastMs, due - Date.now()));
      this.wake = () => {
        clearTimeout(timer);
        settle();
      };
    });
    this.waiting = false;
  }
}
