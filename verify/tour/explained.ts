import type { StageName } from "../claims";

/** Asked for through front-end, which passes on catalogue's status for pictures alone: a call inside the mesh. */
export const PICTURE = "/catalogue/images/holy_1.jpeg";
export const PAGE = "/";

/** What a stage makes of calls to catalogue, beside 200. Pages are 200 in every stage. */
const pictures: Partial<Record<StageName, readonly string[]>> = {
  "abort-fault": ["500"],
  "circuit-breaking": ["503"],
};

/** Splits outcomes that are not 200 into what one of the two stages stands for, and what nothing explains. */
export function sortFailures(
  outcomes: ReadonlyMap<string, number>,
  stages: readonly StageName[],
): { explained: Record<string, number>; unexplained: Record<string, number> } {
  const allowed = new Set(stages.flatMap((stage) => (pictures[stage] ?? []).map((status) => `${PICTURE} ${status}`)));
  const failures = [...outcomes].filter(([outcome]) => !outcome.endsWith(" 200"));
  return {
    explained: Object.fromEntries(failures.filter(([outcome]) => allowed.has(outcome))),
    unexplained: Object.fromEntries(failures.filter(([outcome]) => !allowed.has(outcome))),
  };
}
