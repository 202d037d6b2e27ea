import { claims, type StageName } from "../claims";

/** Asked for through front-end, which passes on catalogue's status for pictures alone: a call inside the mesh. */
export const PICTURE = "/catalogue/images/holy_1.jpeg";
export const PAGE = "/";

/** Splits outcomes that are not 200 into what one of the two stages stands for, and what nothing explains. */
export function sortFailures(
  outcomes: ReadonlyMap<string, number>,
  stages: readonly StageName[],
): { explained: Record<string, number>; unexplained: Record<string, number> } {
  const trials = stages.map((stage) => claims[stage].expecting(new Map()));
  // Pages make no call to catalogue: they are 200 wherever plain HTTP is served.
  const redirected = trials.flatMap(({ redirects }) => redirects ?? []);
  const allowed = new Set([
    ...trials.flatMap(({ failures }) => failures.map((status) => `${PICTURE} ${status}`)),
    ...redirected.flatMap((status) => [`${PAGE} ${status}`, `${PICTURE} ${status}`]),
  ]);
  const failed = [...outcomes].filter(([outcome]) => !outcome.endsWith(" 200"));
  return {
    explained: Object.fromEntries(failed.filter(([outcome]) => allowed.has(outcome))),
    unexplained: Object.fromEntries(failed.filter(([outcome]) => !allowed.has(outcome))),
  };
}
