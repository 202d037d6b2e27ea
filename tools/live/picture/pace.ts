/** A little longer than from one reading of a gateway's proxy to the next. */
const atLeastEveryMs = 700;
/** A little shorter: of several gateways one sets the pace. */
const atMostEveryMs = 400;

/** When the page is given a picture: with a reading of a gateway's counters at once, and where none comes, now and then. */
export class Pace {
  private told = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: () => void) {
    this.wait();
  }

  /** A gateway's counters were read. */
  reading(): void {
    if (performance.now() - this.told >= atMostEveryMs) this.now();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private now(): void {
    this.stop();
    this.told = performance.now();
    this.tell();
    this.wait();
  }

  private wait(): void {
    this.timer = setTimeout(() => this.now(), atLeastEveryMs);
  }
}
