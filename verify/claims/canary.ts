import type { Claim } from "../claim";
import type { Finding } from "../finding";
import { atLeast, atMost, exactly, leftToChance, share } from "../finding";
import type { Ground } from "../ground";
import { oneOf, percent } from "../expectation";
import { CookieJar } from "../probes/cookie-jar";
import type { Pages } from "../probes/pages";
import { askForPages, soundPages } from "../probes/pages";
import { GATEWAY, VISITOR } from "../probes/places";
import { toAll, toSubset } from "../probes/upstream-requests";
import type { Subset } from "../shop";

export interface CanaryNumbers {
  canaryWeight: number;
  canarySticky: "false" | "true";
}

/** Users, sorted by the version that a cookie keeps them on after their first page. */
export interface KeptUsers {
  readonly firstPages: Pages;
  /** How many users were given a cookie for each version. */
  readonly kept: Readonly<Record<Subset, number>>;
  /** The pages that they asked for next, those on v1 apart from those on v2. */
  readonly laterPages: Readonly<Record<Subset, Pages>>;
}

/** Pages of one user, or users. */
export type CanaryReadings = Pages | KeptUsers;

/** Pages that each user asks for after the first. */
const LATER_PAGES = 3;

export const canary: Claim<CanaryNumbers, CanaryReadings> = {
  stage: "canary",
  shows: "20 % of the requests go to v2",
  measured: "pages by subset, at the gateway: of one user; if sticky, first and later pages of many users",
  expects: {
    canaryWeight: percent(20, "share of front pages from v2, in percent; if sticky, of users on v2"),
    canarySticky: oneOf("false", ["false", "true"], "whether a user keeps the version of the first page"),
  },
  requests: { usual: 2000, least: 2000 },
  control: ({ canaryWeight }) =>
    canaryWeight === 0
      ? { stage: "blue-green", because: "every page comes from v2" }
      : { stage: "baseline", because: "every page comes from v1" },

  leftToChance: ({ canaryWeight }) => leftToChance(canaryWeight),

  async measure(ground, { canarySticky }, requests) {
    if (canarySticky === "true") return followUsers(ground, requests);
    // One user with cookies: were users split and not requests, all pages would come from one version.
    return askForPages(ground, { requests, visitors: [new CookieJar()] });
  },

  judge(readings, { canaryWeight }) {
    const p = canaryWeight / 100;
    return "kept" in readings ? judgeUsers(readings, p) : judgeRequests(readings, p);
  },
};

async function followUsers(ground: Ground, count: number): Promise<KeptUsers> {
  const users = Array.from({ length: count }, () => new CookieJar());
  const firstPages = await askForPages(ground, { requests: count, visitors: users });
  const keptOn = { v1: users.filter((user) => user.holds("v1")), v2: users.filter((user) => user.holds("v2")) };
  const later = (visitors: readonly CookieJar[]) =>
    askForPages(ground, { requests: LATER_PAGES * visitors.length, visitors });
  return {
    firstPages,
    kept: { v1: keptOn.v1.length, v2: keptOn.v2.length },
    // One kind of user after the other: counted together, nobody could tell whose page came from where.
    laterPages: { v1: await later(keptOn.v1), v2: await later(keptOn.v2) },
  };
}

function judgeRequests(pages: Pages, p: number): Finding[] {
  const of = toAll(pages.served);
  const v2 = toSubset(pages.served, "v2");
  return [
    ...soundPages(pages),
    share(p, v2, { what: "pages from v2", where: GATEWAY, of }),
    exactly(of - v2, { what: "all other pages from v1", where: GATEWAY, seen: toSubset(pages.served, "v1"), of }),
  ];
}

function judgeUsers({ firstPages, kept, laterPages }: KeptUsers, p: number): Finding[] {
  const of = firstPages.answers.sent;
  const all = kept.v1 + kept.v2;
  return [
    ...soundPages(firstPages, "first pages"),
    exactly(of, { what: "users whom a cookie keeps on a version", where: VISITOR, unit: "users", seen: all, of }),
    share(p, kept.v2, { what: "users whom it keeps on v2", where: VISITOR, of }),
    ...(["v1", "v2"] as const).flatMap((version) => {
      const seen = toSubset(firstPages.served, version);
      return [
        atLeast(kept[version], { what: `first pages from ${version}, one a user on it`, where: GATEWAY, seen, of }),
        ...judgeLater(laterPages[version], version),
      ];
    }),
  ];
}

function judgeLater(pages: Pages, version: Subset): Finding[] {
  const of = toAll(pages.served);
  const astray = of - toSubset(pages.served, version);
  const what = `later pages of users on ${version}`;
  return [
    ...soundPages(pages, what),
    // No more than others asked for meanwhile, who may be new here.
    atMost(of - pages.answers.sent, { what: `${what} from elsewhere`, where: GATEWAY, seen: astray, of }),
  ];
}
