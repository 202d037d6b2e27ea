import type { Stage } from "../src/stage/stage";

export const blueGreen = {
  parameters: {
    live: {
      type: "choice",
      allowed: ["v1", "v2"],
      default: "v2",
      description: "version of front-end that all users get",
    },
  },
  shows: ({ live }) => `all users on ${live} of front-end, the other version on standby`,
  changes: ({ live }) => ({
    services: { "front-end": { alsoRuns: ["v2"], routes: [{ to: live }] } },
  }),
} satisfies Stage<{ live: "v1" | "v2" }>;
