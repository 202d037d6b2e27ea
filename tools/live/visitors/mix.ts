/** One request of a visitor's. */
export interface Wish {
  readonly path: string;
  /** Who asks, in a word. */
  readonly as: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether over TLS. Default: as the shop's address says. */
  readonly overTls?: boolean;
}

/** What visitors send of tokens. */
export interface Tokens {
  /** With a token that is valid. */
  readonly valid: Readonly<Record<string, string>>;
  /** With one that also has the claim by which `jwt-routing` picks. */
  readonly picked: Readonly<Record<string, string>>;
}

/** What visitors have. */
export interface Belongings {
  readonly tokens?: Tokens;
  /** Whether they know where the shop answers over TLS, and whom to believe there. */
  readonly tls: boolean;
}

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

const page = (as: string, agent: string): Wish => ({ path: "/", as, headers: { "user-agent": agent } });
/** The only path whose failures a visitor sees: of the others front-end answers 200 whatever catalogue says. */
const picture: Wish = { path: "/catalogue/images/holy_1.jpeg", as: "Chrome", headers: { "user-agent": chrome } };
const catalogue: Wish = { path: "/catalogue", as: "Firefox", headers: { "user-agent": firefox } };

/** In turn. */
const usual: readonly Wish[] = [
  page("Chrome", chrome),
  picture,
  page("Firefox", firefox),
  catalogue,
  page("Chrome", chrome),
  picture,
];

/** What else comes in turn where a stage is deployed that is about it. */
const ofStages: Readonly<Record<string, (tokens: Tokens | undefined) => readonly Wish[]>> = {
  "global-rate-limit": () =>
    ["BASIC", "PLUS"].map((plan) => ({
      ...{ path: "/", as: plan },
      headers: { "x-plan": plan, "x-account": `live-${plan.toLowerCase()}` },
    })),
  cors: () => [
    {
      path: "/",
      as: "preflight",
      method: "OPTIONS",
      headers: { origin: "https://sock-shop.example", "access-control-request-method": "GET" },
    },
  ],
  // As many with a token as without.
  jwt: (tokens) => (tokens ? usual.map((wish) => bringing(wish, "with a token", tokens.valid)) : []),
  // Of nine one with a token that nothing goes by, and two that are picked.
  "jwt-routing": (tokens) =>
    tokens
      ? [
          bringing(page("Chrome", chrome), "with a token", tokens.valid),
          bringing(page("Chrome", chrome), "picked by token", tokens.picked),
          bringing(page("Firefox", firefox), "picked by token", tokens.picked),
        ]
      : [],
};

const bringing = (wish: Wish, as: string, headers: Wish["headers"]): Wish => ({
  ...wish,
  as,
  headers: { ...wish.headers, ...headers },
});

/** Of a shop that answers over TLS alone, those that do not know it yet. */
const unaware: readonly Wish[] = [page("Chrome", chrome), page("Firefox", firefox)];

/** What comes in turn at these stages. */
export function mixOf(stages: readonly string[], { tokens, tls }: Belongings): readonly Wish[] {
  const mix = [...usual, ...stages.flatMap((stage) => ofStages[stage]?.(tokens) ?? [])];
  if (!tls) return mix;
  return [...mix.map((wish) => ({ ...wish, as: `${wish.as} over TLS`, overTls: true })), ...unaware];
}
