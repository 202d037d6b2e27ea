import type { Claim } from "../claim";
import type { Finding } from "../finding";
import { atLeast, exactly } from "../finding";
import type { Pages } from "../probes/pages";
import { askForPages, soundAnswers, soundCounters, soundPages, visit } from "../probes/pages";
import { FRONT_END, GATEWAY, VISITOR } from "../probes/places";
import type { ShopRoutes } from "../probes/routes";
import { readRoutes } from "../probes/routes";
import type { ShopAnswers } from "../probes/shop-traffic";
import type { UpstreamRequests } from "../probes/upstream-requests";
import { countUpstream, toAll, toSubset } from "../probes/upstream-requests";

export interface BaselineReadings {
  readonly pages: Pages;
  readonly catalogue: { readonly answers: ShopAnswers; readonly calls: UpstreamRequests };
  /** The routes of the gateway's and of front-end's Envoys. */
  readonly routes: readonly ShopRoutes[];
}

/** How often the catalogue is asked for: each answer must be right, so a few are enough. */
const CATALOGUE_REQUESTS = 20;

export const baseline: Claim<object, BaselineReadings> = {
  stage: "baseline",
  shows: "the shop on the mesh, everything on v1",
  measured: "front pages by subset, at the gateway; catalogue calls by subset, at front-end; routes of both",
  expects: {},
  requests: { usual: 1000, least: 100 },
  control: () => ({ stage: "canary", because: "some pages come from v2" }),

  async measure(ground, _expected, requests) {
    const pages = await askForPages(ground, { requests });
    const frontEnds = await ground.pods({ name: "front-end" });
    const { result, requests: calls } = await countUpstream(ground, frontEnds, "catalogue", () =>
      visit(ground, { path: "/catalogue", requests: CATALOGUE_REQUESTS, bodies: true }),
    );
    const proxies = [...(await ground.gateways()), ...frontEnds];
    const routes = await Promise.all(proxies.map((pod) => readRoutes(ground, pod)));
    return { pages, catalogue: { answers: result, calls }, routes };
  },

  judge({ pages, catalogue, routes }) {
    const { served } = pages;
    const of = toAll(served);
    return [
      ...soundPages(pages),
      exactly(of, { what: "pages from v1", where: GATEWAY, seen: toSubset(served, "v1"), of }),
      exactly(0, { what: "pages from v2", where: GATEWAY, seen: toSubset(served, "v2"), of }),
      exactly(0, { what: "pages by a route without a subset", where: GATEWAY, seen: toSubset(served, ""), of }),
      ...judgeCatalogue(catalogue),
      ...judgeRoutes(routes),
    ];
  },
};

function judgeCatalogue({ answers, calls }: BaselineReadings["catalogue"]): Finding[] {
  const of = toAll(calls);
  return [
    ...soundAnswers(answers, "catalogue requests"),
    ...soundCounters(calls.lost, FRONT_END),
    exactly(answers.sent, {
      what: "catalogue answers that list socks",
      where: VISITOR,
      unit: "answers",
      seen: answers.answers.filter(({ body }) => listsSocks(body)).length,
      of: answers.sent,
    }),
    atLeast(answers.sent, { what: "calls to catalogue v1", where: FRONT_END, seen: toSubset(calls, "v1"), of }),
    exactly(0, { what: "calls by a route without a subset", where: FRONT_END, seen: toSubset(calls, ""), of }),
  ];
}

function judgeRoutes(routes: readonly ShopRoutes[]): Finding[] {
  const all = routes.reduce((sum, route) => sum + route.all, 0);
  const without = new Set(routes.flatMap(({ withoutSubset }) => withoutSubset));
  const [first] = without;
  const what = `routes without a subset${first === undefined ? "" : ` (${first})`}`;
  return [exactly(0, { what, where: "gateway and front-end", unit: "routes", seen: without.size, of: all })];
}

/** Whether a body is a JSON array of at least one sock, and of nothing else. */
export function listsSocks(body: string): boolean {
  try {
    const socks = JSON.parse(body) as unknown;
    return Array.isArray(socks) && socks.length > 0 && socks.every(isSock);
  } catch {
    // No JSON: no list of socks.
    return false;
  }
}

function isSock(value: unknown): boolean {
  const { id, name, price } = (value ?? {}) as Record<string, unknown>;
  return typeof id === "string" && typeof name === "string" && typeof price === "number";
}
