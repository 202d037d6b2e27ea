import type { Stage } from "../src/stage/stage";

export const canary = {
  parameters: {
    canaryWeight: {
      type: "integer",
      min: 0,
      max: 100,
      default: 20,
      description: "percent of users on v2 of front-end",
    },
  },
  shows: ({ canaryWeight }) => `${canaryWeight} % of users on v2 of front-end`,
  changes: ({ canaryWeight }) => ({
    services: { "front-end": { alsoRuns: ["v2"], routes: [{ to: { v1: 100 - canaryWeight, v2: canaryWeight } }] } },
  }),
} satisfies Stage<{ canaryWeight: number }>;
