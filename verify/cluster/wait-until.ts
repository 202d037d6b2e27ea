import { setMaxListeners } from "node:events";
import pWaitFor from "p-wait-for";

/** Time between two looks, in milliseconds. */
const INTERVAL = 200;

/**
 * Looks again and again until the condition holds.
 *
 * @param message of the error after `limit` milliseconds
 * @param stop ends the wait at once; what it is aborted with is thrown
 */
export async function waitUntil(
  condition: () => Promise<boolean>,
  limit: number,
  message: string,
  stop?: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  // The library adds a listener for each look and takes none away; they go when this signal does.
  setMaxListeners(0, end.signal);
  const deadline = setTimeout(() => end.abort(new Error(message)), limit);
  const stopped = () => end.abort(stop?.reason);
  if (stop?.aborted) stopped();
  stop?.addEventListener("abort", stopped, { once: true });
  try {
    await pWaitFor(condition, { interval: INTERVAL, signal: end.signal });
  } finally {
    clearTimeout(deadline);
    stop?.removeEventListener("abort", stopped);
  }
}
