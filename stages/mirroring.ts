import type { Stage } from "../src/stage/stage";

export const mirroring = {
  parameters: {
    mirrorPercent: {
      type: "integer",
      min: 0,
      max: 100,
      default: 100,
      description: "percent of requests to front-end that v2 gets a copy of",
    },
  },
  shows: ({ mirrorPercent }) => `users on v1 of front-end, a copy of ${mirrorPercent} % of their requests to v2`,
  changes: ({ mirrorPercent }) => ({
    services: { "front-end": { alsoRuns: ["v2"], mirror: { to: "v2", percent: mirrorPercent } } },
  }),
} satisfies Stage<{ mirrorPercent: number }>;
