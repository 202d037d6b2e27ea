/** What stands for several measurements of one thing. */
export interface Summary {
  readonly median: number;
  /** The middle half of the values lies between these two. */
  readonly quartiles: readonly [number, number];
  readonly count: number;
}

/** @param values one or more */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    count: values.length,
  };
}

/** The value below which a share of the sorted ones lies, between two of them in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  if (below === undefined || above === undefined) throw new Error("nothing was measured");
  return below + (above - below) * (position % 1);
}

/** Each of a against its partner in b: what is measured side by side shares the machine's mood. */
export const pairwise = (
  a: readonly number[],
  b: readonly number[],
  combine: (a: number, b: number) => number,
): number[] =>
  a.map((value, index) => {
    const partner = b[index];
    if (partner === undefined || a.length !== b.length) throw new Error("measured in different rounds");
    return combine(value, partner);
  });

export const ratios = (a: readonly number[], b: readonly number[]): number[] => pairwise(a, b, (a, b) => a / b);
export const differences = (a: readonly number[], b: readonly number[]): number[] => pairwise(a, b, (a, b) => a - b);
