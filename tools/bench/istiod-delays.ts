/** What istiod measures of each change, by its own names. */
const metrics = {
  /** From the first change until it begins to push: it waits for further ones (PILOT_DEBOUNCE_AFTER, 100 ms). */
  debounce: "pilot_debounce_time",
  /** From then until a proxy has it, for each proxy. */
  push: "pilot_proxy_convergence_time",
} as const;

export type Delay = keyof typeof metrics;

/** How often istiod measured a delay since it started, and the seconds of all together. */
export interface Measured {
  readonly count: number;
  readonly seconds: number;
}

/** @param text istiod's metrics, as it shows them to Prometheus */
export function readDelay(text: string, delay: Delay): Measured {
  const value = (part: string) => {
    const name = `${metrics[delay]}_${part}`;
    const number = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1];
    if (number === undefined) throw new Error(`istiod shows no ${name}`);
    return Number(number);
  };
  return { count: value("count"), seconds: value("sum") };
}

/** Mean delay between two looks, in milliseconds. */
export function meanBetween(before: Measured, after: Measured): number {
  if (after.count === before.count) throw new Error("istiod pushed nothing");
  return ((after.seconds - before.seconds) / (after.count - before.count)) * 1000;
}
