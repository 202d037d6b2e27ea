import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import type { Claim } from "../claim";
import { headerText, tokenExpectations } from "../expectation";
import { exactly, type Finding } from "../finding";
import type { Ground } from "../ground";
import { askForPages, type Pages, soundCounters, soundPages } from "../probes/pages";
import { GATEWAY, VISITOR } from "../probes/places";
import { sendTraffic, type ShopAnswers, withStatus } from "../probes/shop-traffic";
import { sendUnusual } from "../probes/unusual-headers";
import { countUpstream, toAll, toSubset } from "../probes/upstream-requests";
import type { Subset } from "../shop";
import { ALGORITHM, bearing, mint, type TokenWish } from "../token";

export interface JwtRoutingNumbers {
  jwtClaim: string;
  jwtValue: string;
  jwtIssuer: string;
  jwtAudience: string;
}

/** Where visitors of each kind belong. Who is not told to have a token sends what all others send, by default nothing. */
const right = {
  "a token with the claim": "v2",
  "a token with another value": "v1",
  "a token with another claim": "v1",
  "no such claim": "v1",
  "the claim as a header": "v1",
} as const satisfies Record<string, Subset>;

export type Kind = keyof typeof right;
export const kinds = Object.keys(right) as Kind[];

/** What was read of visitors. */
export interface JwtRoutingReadings {
  readonly pages: Readonly<Record<Kind, Pages>>;
  /** Of those who send headers that are called as the route calls the claim. */
  readonly forged: Pages;
  /** Of those whose token has the claim, and another's signature. */
  readonly strangers: ShopAnswers;
}

/** What Envoy says of a token that the key in its name did not sign. */
const REFUSAL = "Jwt verification fails";

/** In seconds: Envoy lets a token pass that ended less than a minute ago, as clocks differ. */
const HOUR = 3600;

export const jwtRouting: Claim<JwtRoutingNumbers, JwtRoutingReadings> = {
  stage: "jwt-routing",
  shows: "who has a token with the claim is on v2, all others are on v1, whatever their headers say",
  measured:
    "front pages by subset, at the gateway, for tokens and headers of each kind; statuses for another's signature, at the visitor",
  expects: {
    jwtClaim: headerText("group", "value", "the claim that decides"),
    jwtValue: headerText("testers", "value", "its value where v2 answers"),
    ...tokenExpectations,
  },
  // Each page must be right, so some of each kind are enough.
  requests: { usual: 700, least: 70 },
  control: () => ({ stage: "baseline", because: "who has such a token is on v1 too" }),

  async measure(ground, numbers, requests) {
    const key = await ground.signingKey();
    const each = Math.ceil(requests / (kinds.length + 2));
    const headers = await headersByKind(key, numbers);
    const pages: [Kind, Pages][] = [];
    // One kind after the other: counted together, nobody could tell whose page came from where.
    for (const kind of kinds) {
      ground.say(`${each} pages with ${kind}`);
      pages.push([kind, await askForPages(ground, { requests: each, headers: headers[kind] })]);
    }
    const forged = await askForging(ground, numbers, each);
    const strangers = await askAsStranger(ground, key, numbers, each);
    return { pages: Object.fromEntries(pages) as JwtRoutingReadings["pages"], forged, strangers };
  },

  judge: ({ pages, forged, strangers }) => [
    ...kinds.flatMap((kind) => {
      const of = toAll(pages[kind].served);
      const seen = toSubset(pages[kind].served, right[kind]);
      return [
        ...soundPages(pages[kind], `pages with ${kind}`),
        exactly(of, { what: `pages with ${kind} from ${right[kind]}`, where: GATEWAY, seen, of }),
      ];
    }),
    ...judgeForged(forged),
    ...judgeStrangers(strangers),
  ],
};

/** Envoy 1.40 refuses such a request, as that is no name of a header; a proxy that does not must not take it for the claim. */
function judgeForged({ answers, served }: Pages): Finding[] {
  const of = answers.sent;
  const name = "a header called as the route calls it";
  const harmless = withStatus(answers, 400) + toSubset(served, "v1");
  return [
    exactly(of, {
      ...{ what: `${name}: answered`, where: VISITOR, unit: "answers", of, about: "measurement" },
      seen: answers.answers.length,
    }),
    ...soundCounters(served.lost, GATEWAY),
    exactly(of, { what: `${name}: 400, or a page from v1`, where: GATEWAY, seen: harmless, of }),
    exactly(0, { what: `${name}: a page from v2`, where: GATEWAY, seen: toSubset(served, "v2"), of }),
  ];
}

function judgeStrangers({ sent, answers }: ShopAnswers): Finding[] {
  const figure = { where: VISITOR, unit: "answers", of: sent } as const;
  const refused = answers.filter(({ status, body }) => status === 401 && body === REFUSAL);
  return [
    exactly(sent, { ...figure, what: "another's signature: answered", seen: answers.length, about: "measurement" }),
    exactly(sent, { ...figure, what: `another's signature: 401, "${REFUSAL}"`, seen: refused.length }),
  ];
}

const wish = ({ jwtClaim, jwtValue, jwtIssuer, jwtAudience }: JwtRoutingNumbers): TokenWish => ({
  ...{ issuer: jwtIssuer, audience: jwtAudience, subject: "verify", seconds: HOUR },
  claims: { [jwtClaim]: jwtValue },
});

/** What visitors of each kind send, beside what all others do. */
async function headersByKind(key: JWK, numbers: JwtRoutingNumbers): Promise<Record<Kind, Record<string, string>>> {
  const { jwtClaim, jwtValue } = numbers;
  const claiming = async (claims: Record<string, string>) => bearing(await mint(key, { ...wish(numbers), claims }));
  return {
    "a token with the claim": await claiming({ [jwtClaim]: jwtValue }),
    "a token with another value": await claiming({ [jwtClaim]: `${jwtValue}-of-others` }),
    "a token with another claim": await claiming({ [`${jwtClaim}-of-others`]: jwtValue }),
    "no such claim": {},
    "the claim as a header": { [headerName(jwtClaim)]: jwtValue },
  };
}

/** A claim may be called as no header can be; what a header cannot have is left out. */
const headerName = (claim: string): string => claim.replace(/[^A-Za-z0-9!#$%&'*+.^_`|~-]/g, "") || "claim";

/** Half of them in each of the two ways in which Istio writes a claim. */
async function askForging(ground: Ground, { jwtClaim, jwtValue }: JwtRoutingNumbers, requests: number): Promise<Pages> {
  ground.say(`${requests} pages with a header called as the route calls it`);
  const names = [`@request.auth.claims.${jwtClaim}`, `@request.auth.claims[${jwtClaim}]`];
  const headers = (sent: number) => ({ ...ground.visitor, [names[sent % names.length] ?? ""]: jwtValue });
  const { result, requests: served } = await countUpstream(ground, await ground.gateways(), "front-end", () =>
    sendUnusual(ground.url, headers, requests, ground.signal),
  );
  return { answers: result, served };
}

/** With a token that names the stack's key and was signed with another. */
async function askAsStranger(
  ground: Ground,
  key: JWK,
  numbers: JwtRoutingNumbers,
  requests: number,
): Promise<ShopAnswers> {
  ground.say(`${requests} pages with another's signature`);
  const stranger = await exportJWK((await generateKeyPair(ALGORITHM, { extractable: true })).privateKey);
  const token = await mint(stranger, { ...wish(numbers), keyId: await calculateJwkThumbprint(key) });
  const traffic = { path: "/", requests, headers: bearing(token), bodies: true };
  return sendTraffic(ground.url, traffic, ground.signal);
}
