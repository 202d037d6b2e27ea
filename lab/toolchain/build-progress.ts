/** How often a log that nobody watches gets a line, in milliseconds; a terminal is told of each package. */
const IN_A_LOG = 10_000;

/** Of a module whose packages are being compiled: how many there are at most, and when that began. */
export interface Compilation {
  readonly module: string;
  /** Those that Go has cached are not compiled, so that fewer may come. */
  readonly most: number;
  /** On the clock of `now`, in milliseconds. */
  readonly began: number;
}

/** How far a compilation is, and how long the rest takes at the pace so far, in minutes or, at the end, seconds. */
export function progressLine({ module, most, began }: Compilation, compiled: number, now: number): string {
  const left = ((now - began) / compiled) * Math.max(0, most - compiled);
  const rest = left >= 90_000 ? `${Math.round(left / 60_000)} min` : `${Math.round(left / 1000)} s`;
  return `${module}: ${compiled} of at most ${most} packages, about ${rest} more at this pace`;
}

/**
 * Passes reports on: each to a terminal, else the first and then one in ten seconds.
 * @param now the clock, in milliseconds
 */
export function sparingly(
  report: (line: string) => void,
  isTerminal: boolean,
  now: () => number,
): (line: string) => void {
  let next = -Infinity;
  return (line) => {
    if (!isTerminal && now() < next) return;
    next = now() + IN_A_LOG;
    report(line);
  };
}
