import type { Stage } from "../src/stage/stage";

export const globalRateLimit = {
  parameters: {
    basicPerMinute: {
      type: "integer",
      min: 1,
      max: 500,
      default: 5,
      description: "requests a minute of an account with plan BASIC",
    },
    plusPerMinute: {
      type: "integer",
      min: 1,
      max: 500,
      default: 20,
      description: "requests a minute of an account with plan PLUS",
    },
    limiterDown: {
      type: "choice",
      allowed: ["open", "closed"],
      default: "open",
      description: "what requests with a plan get while the rate limiter does not answer: open: an answer, closed: 500",
    },
  },
  notWith: { mirroring: "v2's copies are counted too, so that an account gets half of its requests" },
  shows: ({ basicPerMinute, plusPerMinute }) =>
    `an account of plan BASIC gets ${basicPerMinute} answers a minute, one of plan PLUS ${plusPerMinute}, then 429`,
  changes: ({ basicPerMinute, plusPerMinute, limiterDown }) => ({
    services: {
      "front-end": {
        inbound: { accountLimits: { plans: { BASIC: basicPerMinute, PLUS: plusPerMinute }, limiterDown } },
      },
    },
    needs: ["rate-limiter"],
  }),
} satisfies Stage<{ basicPerMinute: number; plusPerMinute: number; limiterDown: "open" | "closed" }>;
