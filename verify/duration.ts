const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** Reads `5s`, `250ms`, `1.5s` or `1m` as milliseconds; anything else is undefined. */
export function parseDuration(text: string): number | undefined {
  const [, figure, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const scale = MILLISECONDS[unit ?? ""];
  return figure === undefined || scale === undefined ? undefined : Number(figure) * scale;
}

/** Writes milliseconds as people say them: `250ms`, `5s`, `1.5s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(2))}s`;
}
