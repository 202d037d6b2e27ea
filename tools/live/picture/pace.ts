/** A little longer than from one reading of a gateway's proxy to the next. */
const atLeastEveryMs = 700;
/** A little shorter, so that several gateways are no more work than one. */
const atMostEveryMs = 400;

/** When the page is given a picture: with a reading of a gateway's counters at once, and where none comes, now and then. */
export class Pace {
  private told = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: () => void) {
    this.wait(atLeastEveryMs);
  }

  /** A gateway's counters were read. */
  reading(): void {
    const early = this.told + atMostEveryMs - performance.now();
    if (early > 0) this.wait(early);
    else this.now();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private now(): void {
    this.told = performance.now();
    this.tell();
    this.wait(atLeastEveryMs);
  }

  private wait(ms: number): void {
    this.stop();
    this.timer = setTimeout(() => this.now(), ms);
  }
}
