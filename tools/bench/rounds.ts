import type { Ground } from "./bench.ts";

/** Measures something once. */
export type Task = () => Promise<number>;

/**
 * Measures several things side by side: each once in a round, and every round begins with another, so that none has
 * the better place. A round before the first, which fills caches, does not count.
 */
export async function inRounds<Name extends string>(
  { rounds, say, signal }: Pick<Ground, "rounds" | "say" | "signal">,
  tasks: Readonly<Record<Name, Task>>,
  { warmUp = true } = {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(tasks) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = warmUp ? 0 : 1; round <= rounds; round += 1) {
    for (const [place] of names.entries()) {
      const name = names[(place + round) % names.length] as Name;
      say(`${round === 0 ? "warm-up" : `round ${round}/${rounds}`}: ${name}`);
      const value = await tasks[name]();
      signal.throwIfAborted();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
}
