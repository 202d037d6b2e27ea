const unitInMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of a span in Go's notation (`1m30s`), or undefined if it is not one that Istio takes. */
export function milliseconds(duration: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smh]))+$/.test(duration)) {
    return undefined;
  }
  const parts = duration.matchAll(/([\d.]+)(ms|[smh])/g);
  const total = [...parts].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * unitInMilliseconds[unit as keyof typeof unitInMilliseconds],
    0,
  );
  const rounded = Math.round(total);
  return Math.abs(total - rounded) < 1e-6 ? rounded : undefined;
}
