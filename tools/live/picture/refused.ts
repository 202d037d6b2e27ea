/** What a caller's proxy counts of one route, as Envoy names it. */
export type RouteCounts = Readonly<Record<string, number>>;

/**
 * Calls that the breaker refused: they were answered and never sent. Each answered call was sent once, and each retry once
 * more. Right but for calls under way, and for connections that failed.
 */
export function refusedByBreaker(counts: RouteCounts): number {
  const { upstream_rq_completed = 0, upstream_rq_total = 0, upstream_rq_retry = 0 } = counts;
  return Math.max(0, upstream_rq_completed - (upstream_rq_total - upstream_rq_retry));
}

/** How often a call was tried, on average; undefined where none was answered. */
export function triesPerCall(counts: RouteCounts): number | undefined {
  const { upstream_rq_completed = 0, upstream_rq_retry = 0 } = counts;
  return upstream_rq_completed === 0 ? undefined : 1 + upstream_rq_retry / upstream_rq_completed;
}
