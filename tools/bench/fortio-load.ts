/** What a run of `fortio load` found. */
export interface Load {
  /** Answers a second. */
  readonly rate: number;
  /** The time in which 99 of 100 answers came, in milliseconds. */
  readonly p99: number;
}

interface FortioResult {
  readonly ActualQPS: number;
  readonly RetCodes: Readonly<Record<string, number>>;
  readonly DurationHistogram: {
    readonly Count: number;
    readonly Percentiles: readonly { readonly Percentile: number; readonly Value: number }[];
  };
}

/** Reads what `fortio load -json -` prints. Throws where an answer was not 200: it would be another thing's figure. */
export function readLoad(json: string): Load {
  const { ActualQPS: rate, RetCodes: codes, DurationHistogram: times } = JSON.parse(json) as FortioResult;
  if (codes["200"] !== times.Count) throw new Error(`answers by status: ${JSON.stringify(codes)}`);
  const p99 = times.Percentiles.find(({ Percentile }) => Percentile === 99);
  if (!p99) throw new Error("fortio shows no 99th percentile");
  return { rate, p99: p99.Value * 1000 };
}
