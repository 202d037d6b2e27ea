import type { Claim } from "../claim";
import { exactly, share } from "../finding";
import { percent } from "../parameter";
import type { Pages } from "../probes/pages";
import { askForPages, soundPages } from "../probes/pages";
import { GATEWAY } from "../probes/places";
import { toAll, toSubset } from "../probes/upstream-requests";

export interface CanaryNumbers {
  canaryWeight: number;
}

export const canary: Claim<CanaryNumbers, Pages> = {
  stage: "canary",
  shows: "20 % of the users are on v2",
  measured: "front pages by subset, at the gateway",
  expects: { canaryWeight: percent(20, "share of front pages from v2, in percent") },
  requests: { usual: 1000, least: 1000 },
  control: ({ canaryWeight }) =>
    canaryWeight === 0
      ? { stage: "blue-green", because: "every page comes from v2" }
      : { stage: "baseline", because: "every page comes from v1" },

  measure: (ground, _expected, requests) => askForPages(ground, { requests }),

  judge(pages, { canaryWeight }) {
    const { served } = pages;
    const of = toAll(served);
    const v2 = toSubset(served, "v2");
    return [
      ...soundPages(pages),
      share(canaryWeight / 100, v2, { what: "pages from v2", where: GATEWAY, of }),
      exactly(of - v2, { what: "all other pages from v1", where: GATEWAY, seen: toSubset(served, "v1"), of }),
    ];
  },
};
