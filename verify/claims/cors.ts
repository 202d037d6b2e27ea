import { isDeepStrictEqual } from "node:util";
import type { Claim } from "../claim";
import { duration, headerText } from "../expectation";
import type { Finding } from "../finding";
import { atMost, exactly } from "../finding";
import type { Ground } from "../ground";
import { soundAnswers, soundCounters, visit } from "../probes/pages";
import { GATEWAY, VISITOR } from "../probes/places";
import type { Answer, ShopAnswers } from "../probes/shop-traffic";
import { withStatus } from "../probes/shop-traffic";
import type { UpstreamRequests } from "../probes/upstream-requests";
import { countUpstream, toAll } from "../probes/upstream-requests";

export interface CorsNumbers {
  corsOrigin: string;
  corsMethods: string;
  /** In milliseconds. */
  corsMaxAge: number;
}

/** What a browser is answered on behalf of pages of one origin. */
export interface OriginReadings {
  readonly origin: string;
  /** Its questions what these pages may do. */
  readonly preflights: ShopAnswers;
  /** What the gateway sent on to front-end meanwhile. */
  readonly sentOn: UpstreamRequests;
  /** What these pages themselves ask for. */
  readonly pages: ShopAnswers;
}

const ALLOW_ORIGIN = "access-control-allow-origin";

/** The header that Envoy adds to what another has answered. */
const FROM_UPSTREAM = "x-envoy-upstream-service-time";

export const cors: Claim<CorsNumbers, readonly OriginReadings[]> = {
  stage: "cors",
  shows: "scripts of https://sock-shop.example may call the shop from a browser, others may not",
  measured: "headers of answers to preflights and pages by origin, at the visitor; preflights sent on, at the gateway",
  expects: {
    corsOrigin: headerText("https://sock-shop.example", "value", "the origin whose scripts may"),
    corsMethods: headerText("GET,POST,DELETE", "value", "methods that they may use, as the answer lists them"),
    corsMaxAge: duration(86_400_000, 1000, 86_400_000, "how long a browser may remember it"),
  },
  // Of each kind and origin: each answer must be right, so a few are enough.
  requests: { usual: 100, least: 10 },
  control: () => ({ stage: "baseline", because: "no answer says who may call" }),

  async measure(ground, numbers, requests) {
    const all: OriginReadings[] = [];
    for (const origin of origins(numbers)) all.push(await askAs(ground, origin, numbers, requests));
    return all;
  },

  judge: (all, numbers) => all.flatMap((one) => judgeOrigin(one, numbers)),
};

/** The good one, and another, which only begins as the good one does. */
function origins({ corsOrigin }: CorsNumbers): string[] {
  return [corsOrigin, `${corsOrigin}.another.example`];
}

async function askAs(
  ground: Ground,
  origin: string,
  { corsMethods }: CorsNumbers,
  requests: number,
): Promise<OriginReadings> {
  const [method = ""] = corsMethods.split(",");
  const asks = { origin, "access-control-request-method": method };
  const gateways = await ground.gateways();
  const { result: preflights, requests: sentOn } = await countUpstream(ground, gateways, "front-end", () =>
    visit(ground, { path: "/", method: "OPTIONS", requests, headers: asks }),
  );
  const pages = await visit(ground, { path: "/", requests, headers: { origin } });
  return { origin, preflights, sentOn, pages };
}

function judgeOrigin({ origin, preflights, sentOn, pages }: OriginReadings, numbers: CorsNumbers): Finding[] {
  const good = origin === numbers.corsOrigin;
  const granted = {
    [ALLOW_ORIGIN]: numbers.corsOrigin,
    "access-control-allow-methods": numbers.corsMethods,
    "access-control-max-age": String(numbers.corsMaxAge / 1000),
  };
  const of = preflights.sent;
  // Without an allowed origin a browser heeds no other header.
  const right = (answer: Answer) => (good ? isDeepStrictEqual(grants(answer), granted) : !allowed(answer));
  const asked = { where: VISITOR, unit: "answers", of } as const;
  return [
    exactly(of, {
      ...asked,
      what: `preflights for ${origin} answered`,
      seen: preflights.answers.length,
      about: "measurement",
    }),
    ...soundCounters(sentOn.lost, GATEWAY),
    ...soundAnswers(pages, `pages for ${origin}`),
    exactly(of, { ...asked, what: `preflights for ${origin}: 200`, seen: withStatus(preflights, 200) }),
    exactly(of, {
      ...asked,
      what: `preflights for ${origin}: ${good ? "the three headers" : "no origin allowed"}`,
      seen: preflights.answers.filter(right).length,
    }),
    exactly(of, {
      ...asked,
      what: `preflights for ${origin}: Envoy's own answer`,
      seen: preflights.answers.filter(({ headers }) => headers[FROM_UPSTREAM] === undefined).length,
    }),
    // Others may visit the shop meanwhile, so a few are no proof that a preflight got there.
    atMost(of - 1, { what: `preflights for ${origin}: sent on`, where: GATEWAY, seen: toAll(sentOn), of }),
    exactly(good ? pages.sent : 0, {
      what: `pages for ${origin}: that its scripts may read`,
      where: VISITOR,
      unit: "answers",
      seen: pages.answers.filter((answer) => (good ? allowed(answer) === origin : allowed(answer))).length,
      of: pages.sent,
    }),
  ];
}

/** The origin whose scripts an answer is for. */
function allowed({ headers }: Answer): string | undefined {
  return headers[ALLOW_ORIGIN];
}

/** All that an answer says to a browser of what scripts may. */
function grants({ headers }: Answer): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("access-control-")));
}
