import type { Stage } from "../src/stage/stage";

export const accessLog = {
  parameters: {
    logFilter: {
      type: "condition",
      provable: {
        pattern: /^(?:all|response\.code *(?:[=!<>]=|[<>]) *\d{3})$/,
        words: "all, or a comparison of response.code with a status",
      },
      default: "all",
      description: "which requests each sidecar writes down: all, or a condition in CEL such as response.code >= 400",
    },
  },
  shows: ({ logFilter }) => `each sidecar writes a line for each request that it carries (${logFilter})`,
  changes: ({ logFilter }) => ({ namespace: { accessLog: { filter: logFilter } } }),
} satisfies Stage<{ logFilter: string }>;
