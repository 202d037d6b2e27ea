import type { Stage } from "../src/stage/stage";

export const metrics = {
  parameters: {
    retention: {
      type: "duration",
      min: "10m",
      max: "24h",
      wholeSeconds: true,
      because: "for more its disk of 1Gi has no room",
      default: "2h",
      description: "how long Prometheus keeps what it has read",
    },
  },
  notWith: { "gateway-tls": "its claim's visitors come by plain HTTP, which gateway-tls redirects" },
  shows: ({ retention }) => `Prometheus reads what each sidecar has counted, and keeps it for ${retention}`,
  changes: ({ retention }) => ({ namespace: { metrics: { keptFor: retention } }, needs: ["prometheus"] }),
} satisfies Stage<{ retention: string }>;
