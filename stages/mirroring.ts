import type { Route, Stage } from "../src/stage/stage";

/** Routes by `mirrorMethods`. */
const routes: Readonly<Record<"safe" | "all", (mirror: Route["mirror"]) => readonly Route[]>> = {
  // A copy of a request that changes something changes it once more: two socks in the cart, two orders.
  safe: (mirror) => [
    // The shop's login is a GET, and moves what is in one cart to another.
    { match: [{ uri: { exact: "/login" } }], to: "v1" },
    { match: [{ method: { regex: "GET|HEAD|OPTIONS" } }], to: "v1", mirror },
    { to: "v1" },
  ],
  all: (mirror) => [{ to: "v1", mirror }],
};

/** By `mirrorMethods`. */
const copied = { safe: "requests that change nothing", all: "all requests" };

export const mirroring = {
  parameters: {
    mirrorPercent: {
      type: "integer",
      min: 0,
      max: 100,
      provable: { min: 1, max: 100 },
      default: 100,
      description: "percent of those requests to front-end that v2 gets a copy of",
    },
    mirrorMethods: {
      type: "choice",
      allowed: ["safe", "all"],
      default: "safe",
      description:
        "requests to copy: safe (GET, HEAD, OPTIONS, without the login), or all, which buys everything twice",
    },
  },
  shows: ({ mirrorPercent, mirrorMethods }) =>
    `users on v1 of front-end, v2 gets a copy of ${mirrorPercent} % of ${copied[mirrorMethods]}`,
  changes: ({ mirrorPercent, mirrorMethods }) => ({
    services: {
      "front-end": { alsoRuns: ["v2"], routes: routes[mirrorMethods]({ to: "v2", percent: mirrorPercent }) },
    },
  }),
} satisfies Stage<{ mirrorPercent: number; mirrorMethods: "safe" | "all" }>;
