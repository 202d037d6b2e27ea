import type { Stage } from "../src/stage/stage";

export const localRateLimit = {
  parameters: {
    limitRequests: {
      type: "integer",
      min: 1,
      max: 100,
      default: 10,
      description: "requests that each pod of catalogue answers in limitPer",
    },
    limitPer: {
      type: "duration",
      min: "10s",
      max: "1h",
      wholeSeconds: true,
      default: "60s",
      description: "time in which each pod of catalogue answers limitRequests, in whole seconds",
    },
  },
  notWith: {
    "abort-fault": "an injected abort answers in the limit's place, so that what a pod has left cannot be told",
    "circuit-breaking": "the breaker answers before the limit does",
    retries: "its failing calls are more than the limit lets through",
    timeouts: "its calls to a service that hangs are more than the limit lets through",
  },
  shows: ({ limitRequests, limitPer }) =>
    `each pod of catalogue answers ${limitRequests} requests in ${limitPer}; the rest get 429`,
  changes: ({ limitRequests, limitPer }) => ({
    services: { catalogue: { inbound: { limit: { requests: limitRequests, per: limitPer } } } },
    needs: ["fortio"],
  }),
} satisfies Stage<{ limitRequests: number; limitPer: string }>;
