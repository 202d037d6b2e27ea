import type { Stage } from "../src/stage/stage";

export const cors = {
  parameters: {
    corsOrigin: {
      type: "origin",
      default: "https://sock-shop.example",
      description: "origin of the pages elsewhere whose scripts may call the shop",
    },
    corsMethods: {
      type: "methods",
      // What the shop's own pages use.
      default: "GET,POST,DELETE",
      description: "methods that they may use, joined by a comma",
    },
    corsMaxAge: {
      type: "duration",
      min: "1s",
      // No browser remembers it for longer.
      max: "24h",
      default: "24h",
      wholeSeconds: true,
      description: "how long a browser may remember what they may",
    },
  },
  shows: ({ corsOrigin, corsMethods }) => `scripts of ${corsOrigin} may call the shop from a browser: ${corsMethods}`,
  changes: ({ corsOrigin, corsMethods, corsMaxAge }) => ({
    services: {
      "front-end": {
        calls: {
          corsPolicy: {
            allowOrigins: [{ exact: corsOrigin }],
            allowMethods: corsMethods.split(","),
            maxAge: corsMaxAge,
            // By default Istio sends other origins' preflights on to front-end, whose answer is its own affair.
            unmatchedPreflights: "IGNORE",
          },
        },
      },
    },
  }),
} satisfies Stage<{ corsOrigin: string; corsMethods: string; corsMaxAge: string }>;
