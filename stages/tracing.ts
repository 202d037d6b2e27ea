import type { Stage } from "../src/stage/stage";

export const tracing = {
  parameters: {
    sampling: {
      type: "integer",
      min: 1,
      max: 100,
      default: 100,
      description: "share of requests, in percent, that sidecars report to Zipkin as traces",
    },
  },
  notWith: {
    mirroring: "v2's copies are traced too, so that there are more of front-end's calls than pages",
    "gateway-tls": "its claim's visitors come by plain HTTP, which gateway-tls redirects",
  },
  shows: ({ sampling }) =>
    `sidecars report ${sampling} % of requests to Zipkin, which shows where each was and for how long`,
  changes: ({ sampling }) => ({ namespace: { tracing: { sampling } }, needs: ["zipkin"] }),
} satisfies Stage<{ sampling: number }>;
