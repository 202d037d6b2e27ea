import type { Stage } from "../src/stage/stage";

const slow = "each of the many calls that prove it waits for the delay first";

export const delayFault = {
  parameters: {
    delay: {
      type: "duration",
      min: "1ms",
      max: "1h",
      provable: { min: "1s", max: "1m" },
      default: "5s",
      description: "time added to calls to catalogue",
    },
    delayPercent: {
      type: "integer",
      min: 0,
      max: 100,
      provable: { min: 1, max: 100 },
      default: 100,
      description: "percent of those calls delayed",
    },
  },
  notWith: {
    "abort-fault": slow,
    "load-balancing": slow,
    "circuit-breaking": slow,
    retries: "an injected delay comes before the first try and outside of its time limit",
  },
  shows: ({ delay, delayPercent }) => `${delayPercent} % of calls to catalogue take ${delay} longer`,
  changes: ({ delay, delayPercent }) => ({
    services: {
      catalogue: { calls: { fault: { delay: { fixedDelay: delay, percentage: { value: delayPercent } } } } },
    },
  }),
} satisfies Stage<{ delay: string; delayPercent: number }>;
