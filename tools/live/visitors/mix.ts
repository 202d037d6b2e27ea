/** One request of a visitor's. */
export interface Wish {
  readonly path: string;
  /** Who asks, in a word. */
  readonly as: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
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
const ofStages: Readonly<Record<string, readonly Wish[]>> = {
  "global-rate-limit": ["BASIC", "PLUS"].map((plan) => ({
    ...{ path: "/", as: plan },
    headers: { "x-plan": plan, "x-account": `live-${plan.toLowerCase()}` },
  })),
  cors: [
    {
      path: "/",
      as: "preflight",
      method: "OPTIONS",
      headers: { origin: "https://sock-shop.example", "access-control-request-method": "GET" },
    },
  ],
};

/** @param turn counts requests from 0 */
export function mixFor(stages: readonly string[], turn: number): Wish {
  const mix = [...usual, ...stages.flatMap((stage) => ofStages[stage] ?? [])];
  return mix[turn % mix.length] as Wish;
}
