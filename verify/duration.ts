const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads `5s`, `250ms`, `1.5s`, `1m30s` or `24h` as milliseconds; anything else is undefined. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smh]))+$/.test(text)) return undefined;
  const parts = text.matchAll(/([\d.]+)(ms|[smh])/g);
  return [...parts].reduce((sum, [, figure, unit = ""]) => sum + Number(figure) * (MILLISECONDS[unit] ?? NaN), 0);
}

/** Writes milliseconds as people say them: `250ms`, `5s`, `1.5s`, `24h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  const hours = milliseconds / 3_600_000;
  return Number.isInteger(hours) ? `${hours}h` : `${Number((milliseconds / 1000).toFixed(2))}s`;
}
