import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

export interface Patience {
  /** Longest wait, in milliseconds. Default: none. */
  readonly limit?: number;
  /** What is thrown after that. */
  readonly late?: Error;
  /** Time between two looks, in milliseconds. Default: 200. */
  readonly every?: number;
  /** Ends the wait at once; what it is aborted with is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Looks again and again until the condition holds.
 * @param holds is given a signal that is aborted when nobody waits any longer
 */
export async function waitUntil(
  holds: (signal: AbortSignal) => boolean | Promise<boolean>,
  { limit, late = new Error(`waited ${limit} ms in vain`), every = 200, signal }: Patience,
): Promise<void> {
  signal?.throwIfAborted();
  const over = new AbortController();
  // Each look may listen, and they are as many as the wait is long.
  setMaxListeners(0, over.signal);
  const stopped = () => over.abort(signal?.reason);
  signal?.addEventListener("abort", stopped, { once: true });
  const deadline = limit === undefined ? undefined : setTimeout(() => over.abort(late), limit);
  const ended = new Promise<never>((_, reject) => {
    over.signal.addEventListener("abort", () => reject(over.signal.reason as Error), { once: true });
  });
  const look = async (): Promise<void> => {
    while (!(await holds(over.signal))) await delay(every, undefined, { signal: over.signal });
  };
  try {
    await Promise.race([look(), ended]);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", stopped);
    over.abort();
  }
}
