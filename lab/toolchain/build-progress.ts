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
