import type { Stage } from "../src/stage/stage";

export const localRateLimit = {
  parameters: {
    limitRequests: {
      type: "integer",
      min: 1,
      max: 10_000,
      default: 10,
      description: "requests that each pod of catalogue answers in limitPer",
    },
    limitPer: {
      type: "duration",
      min: "1s",
      max: "1h",
      wholeSeconds: true,
      default: "60s",
      description: "time in which each pod of catalogue answers limitRequests, in whole seconds",
    },
  },
  shows: ({ limitRequests, limitPer }) =>
    `each pod of catalogue answers ${limitRequests} requests in ${limitPer}; the rest get 429`,
  changes: ({ limitRequests, limitPer }) => ({
    services: { catalogue: { inbound: { limit: { requests: limitRequests, per: limitPer } } } },
    needs: ["fortio"],
  }),
} satisfies Stage<{ limitRequests: number; limitPer: string }>;
