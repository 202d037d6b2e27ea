import { setTimeout as delay } from "node:timers/promises";

const firstPauseMs = 200;
const longestPauseMs = 5000;

/** How long is waited before something is tried anew: after each failure twice as long, from 200 ms to 5 s. */
export class BackOff {
  private pause = firstPauseMs;

  /** After what went well. */
  reset(): void {
    this.pause = firstPauseMs;
  }

  /** Settles after the pause, or at once when it is stopped: that is no failure of who waits. */
  async wait(signal: AbortSignal): Promise<void> {
    const { pause } = this;
    this.pause = Math.min(longestPauseMs, pause * 2);
    await delay(pause, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
