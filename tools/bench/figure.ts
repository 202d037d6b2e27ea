/** Units of figures, with how many digits after the point say something. */
export const units = {
  times: { symbol: "×", digits: 2 },
  seconds: { symbol: "s", digits: 2 },
  milliseconds: { symbol: "ms", digits: 1 },
  megabytes: { symbol: "MB", digits: 1 },
  percent: { symbol: "%", digits: 1 },
  perSecond: { symbol: "/s", digits: 0 },
} as const;

export interface Figure {
  readonly what: string;
  readonly unit: keyof typeof units;
  /** One for each round. */
  readonly values: readonly number[];
  /** What the median should not exceed. Default: nothing is aimed at. */
  readonly aim?: number;
}
