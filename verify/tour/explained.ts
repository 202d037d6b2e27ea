import { claims, type StageName } from "../claims";

/** Asked for through front-end, which passes on catalogue's status for pictures alone: a call inside the mesh. */
export const PICTURE = "/catalogue/images/holy_1.jpeg";
export const PAGE = "/";

/** Splits outcomes that are not 200 into what one of the two stages stands for, and what nothing explains. */
export function sortFailures(
  outcomes: ReadonlyMap<string, number>,
  stages: readonly StageName[],
): { explained: Record<string, number>; unexplained: Record<string, number> } {
  // Pages are 200 in every stage: they make no call to catalogue.
  const failures = stages.flatMap((stage) => claims[stage].expecting(new Map()).failures);
  const allowed = new Set(failures.map((status) => `${PICTURE} ${status}`));
  const failed = [...outcomes].filter(([outcome]) => !outcome.endsWith(" 200"));
  return {
    explained: Object.fromEntries(failed.filter(([outcome]) => allowed.has(outcome))),
    unexplained: Object.fromEntries(failed.filter(([outcome]) => !allowed.has(outcome))),
  };
}
