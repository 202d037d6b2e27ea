import type { Route, Stage } from "../src/stage/stage";

/** By it a user is known to have been on a version; kept until the browser is closed. */
const cookie = "canary";

const holds = (version: string): Route["match"] => [
  { headers: { cookie: { regex: `(?:.*;\\s*)?${cookie}=${version}(?:;.*)?` } } },
];
const gives = (version: string) => ({
  // Added, not set: the shop's own cookies stay.
  response: { add: { "set-cookie": `${cookie}=${version}; Path=/; HttpOnly; SameSite=Lax` } },
});

/** Routes by `canarySticky`. */
const routes: Readonly<Record<"false" | "true", (to: Route["to"]) => readonly Route[]>> = {
  false: (to) => [{ to }],
  true: (to) => [
    { match: holds("v2"), to: "v2" },
    { match: holds("v1"), to: "v1" },
    { to, headers: { v1: gives("v1"), v2: gives("v2") } },
  ],
};

/** By `canarySticky`. */
const shows = { false: "of requests go to v2 of front-end", true: "of users are on v2 of front-end, and stay there" };

export const canary = {
  parameters: {
    canaryWeight: {
      type: "integer",
      min: 0,
      max: 100,
      default: 20,
      description: "percent of requests that go to v2 of front-end",
    },
    canarySticky: {
      type: "choice",
      allowed: ["false", "true"],
      default: "false",
      description: "true: a user keeps the version of the first page, by a cookie, and canaryWeight is of users",
    },
  },
  shows: ({ canaryWeight, canarySticky }) => `${canaryWeight} % ${shows[canarySticky]}`,
  changes: ({ canaryWeight, canarySticky }) => ({
    services: {
      "front-end": { alsoRuns: ["v2"], routes: routes[canarySticky]({ v1: 100 - canaryWeight, v2: canaryWeight }) },
    },
  }),
} satisfies Stage<{ canaryWeight: number; canarySticky: "false" | "true" }>;
