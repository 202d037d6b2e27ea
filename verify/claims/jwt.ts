import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import type { Claim } from "../claim";
import { tokenExpectations } from "../expectation";
import type { Finding } from "../finding";
import { exactly } from "../finding";
import type { Ground } from "../ground";
import { VISITOR } from "../probes/places";
import type { Answer, ShopAnswers } from "../probes/shop-traffic";
import { sendTraffic, withStatus } from "../probes/shop-traffic";
import { ALGORITHM, bearing, mint, type TokenWish } from "../token";

export interface JwtNumbers {
  jwtIssuer: string;
  jwtAudience: string;
}

/** What visitors of one kind were answered. */
export interface JwtReadings {
  /** By kind. */
  readonly pages: Readonly<Record<Kind, ShopAnswers>>;
  /** To who watches from outside, without a token. */
  readonly health: ShopAnswers;
}

/** What visitors of each kind must be answered, and the words in which Envoy says why; none where front-end answers. */
const right = {
  "no token": { status: 403, says: "RBAC: access denied" },
  "a valid token": { status: 200 },
  "an expired token": { status: 401, says: "Jwt is expired" },
  "another issuer's token": { status: 401, says: "Jwt issuer is not configured" },
  // The one that Envoy knows and does not let in.
  "a token for another audience": { status: 403, says: "Audiences in Jwt are not allowed" },
  "a token signed with another key": { status: 401, says: "Jwt verification fails" },
  "a token of an unknown key": { status: 401, says: "Jwks doesn't have key to match kid or alg from Jwt" },
  "no token but a word": {
    status: 401,
    says: "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
  },
} as const satisfies Record<string, { status: number; says?: string }>;

export type Kind = keyof typeof right;
const kinds = Object.keys(right) as Kind[];

/** In seconds: Envoy lets one pass that ended less than a minute ago, as clocks differ. */
const HOUR = 3600;

export const jwt: Claim<JwtNumbers, JwtReadings> = {
  stage: "jwt",
  shows: "who has no token gets 403, who has a bad one 401, and the shop is there for valid ones",
  measured: "statuses, bodies and www-authenticate of pages by token, at the visitor; of /health without one",
  expects: tokenExpectations,
  // Of each kind: each answer must be right, so a few are enough.
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "nobody reads tokens, so all get 200" }),
  tokens: ({ jwtIssuer, jwtAudience }) => ({ issuer: jwtIssuer, audience: jwtAudience }),

  async measure(ground, numbers, requests) {
    const headers = await headersByKind(await ground.signingKey(), numbers);
    const pages: [Kind, ShopAnswers][] = [];
    for (const kind of kinds) pages.push([kind, await ask(ground, kind, "/", headers[kind], requests)]);
    const health = await ask(ground, "no token", "/health", {}, requests);
    return { pages: Object.fromEntries(pages) as JwtReadings["pages"], health };
  },

  judge: ({ pages, health }) => [
    ...kinds.flatMap((kind) => judgeKind(kind, pages[kind])),
    // The shop's front-end has no such page, and says so itself.
    exactly(health.sent, {
      ...{ what: "no token, /health: answered by front-end", where: VISITOR, unit: "answers", of: health.sent },
      seen: health.answers.filter(({ status, body }) => status < 500 && !refused({ status, body })).length,
    }),
  ],
};

/** What visitors of each kind send, beside what browsers do. */
async function headersByKind(key: JWK, numbers: JwtNumbers): Promise<Record<Kind, Record<string, string>>> {
  const good: TokenWish = {
    ...{ issuer: numbers.jwtIssuer, audience: numbers.jwtAudience },
    ...{ subject: "verify", seconds: HOUR },
  };
  const signed = async (wish: Partial<TokenWish>, by = key) => bearing(await mint(by, { ...good, ...wish }));
  const stranger = await exportJWK((await generateKeyPair(ALGORITHM, { extractable: true })).privateKey);
  return {
    "no token": {},
    "a valid token": await signed({}),
    "an expired token": await signed({ seconds: -HOUR }),
    "another issuer's token": await signed({ issuer: `${good.issuer}.another.example` }),
    "a token for another audience": await signed({ audience: `${good.audience}-of-others` }),
    "a token signed with another key": await signed({ keyId: await calculateJwkThumbprint(key) }, stranger),
    "a token of an unknown key": await signed({ keyId: "unknown" }),
    "no token but a word": bearing("sesame"),
  };
}

/** Without what other claims' visitors send to be let in. */
function ask(
  ground: Ground,
  kind: Kind,
  path: string,
  headers: Record<string, string>,
  requests: number,
): Promise<ShopAnswers> {
  ground.say(`${requests} requests to ${path} with ${kind}`);
  return sendTraffic(ground.url, { path, requests, headers, bodies: true }, ground.signal);
}

function judgeKind(kind: Kind, pages: ShopAnswers): Finding[] {
  const { status, says }: { status: number; says?: string } = right[kind];
  const of = pages.sent;
  const answers = { where: VISITOR, unit: "answers", of } as const;
  const why = (answer: Answer) => answer.status === status && answer.body === says;
  return [
    exactly(of, { ...answers, what: `${kind}: answered`, seen: pages.answers.length, about: "measurement" }),
    exactly(of, { ...answers, what: `${kind}: ${status}`, seen: withStatus(pages, status) }),
    ...(says === undefined
      ? []
      : [exactly(of, { ...answers, what: `${kind}: "${says}"`, seen: pages.answers.filter(why).length })]),
    ...(status === 401
      ? [
          exactly(of, {
            ...answers,
            what: `${kind}: www-authenticate says so`,
            seen: pages.answers.filter(says401).length,
          }),
        ]
      : []),
  ];
}

const says401 = ({ headers }: Answer): boolean =>
  headers["www-authenticate"]?.includes('error="invalid_token"') === true;

/** Whether a proxy answered in front-end's place. */
const refused = ({ status, body }: Pick<Answer, "status" | "body">): boolean =>
  kinds.some((kind) => {
    const one: { status: number; says?: string } = right[kind];
    return one.status === status && one.says === body;
  });
