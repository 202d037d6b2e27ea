/** Which way along the talk. */
export type Way = "next" | "previous";

export const isWay = (value: unknown): value is Way => value === "next" || value === "previous";

/**
 * The stage beside those that are deployed, in the talk's order; of several, beside the outermost. Undefined at either end.
 * @param deployed none before anything is deployed: the first stage is next then
 */
export function neighbour(order: readonly string[], deployed: readonly string[], way: Way): string | undefined {
  const places = deployed.map((name) => order.indexOf(name)).filter((place) => place !== -1);
  if (way === "next") return order[Math.max(-1, ...places) + 1];
  return places.length === 0 ? undefined : order[Math.min(...places) - 1];
}
