/** How often a log that nobody watches gets a line, in milliseconds. */
const inALog = 10_000;

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
    next = now() + inALog;
    report(line);
  };
}
