import type { Claim } from "../claim";
import { exactly } from "../finding";
import { oneOf } from "../expectation";
import type { Pages } from "../probes/pages";
import { askForPages, soundPages } from "../probes/pages";
import { GATEWAY } from "../probes/places";
import { toAll, toSubset } from "../probes/upstream-requests";
import type { Subset } from "../shop";

export interface BlueGreenNumbers {
  live: Subset;
}

export const blueGreen: Claim<BlueGreenNumbers, Pages> = {
  stage: "blue-green",
  shows: "all users are on the live version",
  measured: "front pages by subset, at the gateway",
  expects: { live: oneOf<Subset>("v2", ["v1", "v2"], "the version that all users are on") },
  requests: { usual: 1000, least: 100 },
  control: ({ live }) =>
    live === "v2"
      ? { stage: "baseline", because: "every page comes from v1" }
      : { stage: "canary", because: "some pages come from v2" },

  measure: (ground, _expected, requests) => askForPages(ground, { requests }),

  judge(pages, { live }) {
    const { served } = pages;
    const of = toAll(served);
    const other: Subset = live === "v1" ? "v2" : "v1";
    return [
      ...soundPages(pages),
      exactly(of, { what: `pages from ${live}`, where: GATEWAY, seen: toSubset(served, live), of }),
      exactly(0, { what: `pages from ${other}`, where: GATEWAY, seen: toSubset(served, other), of }),
    ];
  },
};
