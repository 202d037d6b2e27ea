import type { Stage } from "../src/stage/stage";

export const circuitBreaking = {
  parameters: {
    maxConnections: {
      type: "integer",
      min: 1,
      max: 1000,
      provable: { min: 1, max: 20 },
      default: 1,
      description: "connections each caller may have to catalogue",
    },
    maxPendingRequests: {
      type: "integer",
      min: 1,
      max: 1000,
      provable: { min: 1, max: 20 },
      default: 1,
      description: "requests each caller may have waiting for a connection to catalogue",
    },
  },
  notWith: { retries: "the breaker puts catalogue's pod aside at its first error, so that no retry reaches it" },
  shows: ({ maxConnections, maxPendingRequests }) =>
    `calls to catalogue over ${maxConnections} connection(s) with ${maxPendingRequests} waiting; the rest get 503`,
  changes: ({ maxConnections, maxPendingRequests }) => ({
    services: {
      catalogue: {
        trafficPolicy: {
          connectionPool: {
            tcp: { maxConnections },
            http: { http1MaxPendingRequests: maxPendingRequests, maxRequestsPerConnection: 1 },
          },
          // The talk ejects for three minutes; as catalogue is a single pod, every call would fail for as long, also
          // in the stage that comes next. After one second it is back before anyone has switched.
          outlierDetection: {
            consecutive5xxErrors: 1,
            interval: "1s",
            baseEjectionTime: "1s",
            maxEjectionPercent: 100,
          },
        },
      },
    },
    needs: ["fortio"],
  }),
} satisfies Stage<{ maxConnections: number; maxPendingRequests: number }>;
