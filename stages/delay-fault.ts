import type { Stage } from "../src/stage/stage";

export const delayFault = {
  parameters: {
    delay: { type: "duration", min: "1ms", max: "1h", default: "5s", description: "time added to calls to catalogue" },
    delayPercent: { type: "integer", min: 0, max: 100, default: 100, description: "percent of those calls delayed" },
  },
  shows: ({ delay, delayPercent }) => `${delayPercent} % of calls to catalogue take ${delay} longer`,
  changes: ({ delay, delayPercent }) => ({
    services: {
      catalogue: { calls: { fault: { delay: { fixedDelay: delay, percentage: { value: delayPercent } } } } },
    },
  }),
} satisfies Stage<{ delay: string; delayPercent: number }>;
