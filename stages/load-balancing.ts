import type { Stage } from "../src/stage/stage";

export const loadBalancing = {
  parameters: {
    // With one pod there would be nothing to see.
    replicas: {
      type: "integer",
      min: 2,
      max: 20,
      provable: { min: 2, max: 10 },
      default: 3,
      description: "pods of catalogue to balance between",
    },
  },
  shows: ({ replicas }) => `calls to catalogue stick to one of ${replicas} pods by source address`,
  changes: ({ replicas }) => ({
    services: {
      catalogue: { replicas, trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } },
    },
  }),
} satisfies Stage<{ replicas: number }>;
