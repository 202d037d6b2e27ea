import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

interface Pace {
  /** Seconds from one time to the next. */
  readonly every: number;
  readonly times: number;
  readonly signal: AbortSignal;
}

/**
 * Asks so many times at a steady pace. What takes longer than its turn delays the next, so `at` says when each was asked.
 *
 * @param ask is given the seconds since the first time
 */
export async function atPace<Answer>(
  { every, times, signal }: Pace,
  ask: (at: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const start = performance.now();
  for (let turn = 0; turn < times; turn += 1) {
    await pause(Math.max(0, start + turn * every * 1000 - performance.now()), undefined, { signal });
    answers.push(await ask(Math.round(performance.now() - start) / 1000));
  }
  return answers;
}
