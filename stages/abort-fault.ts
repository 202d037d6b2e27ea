import type { Stage } from "../src/stage/stage";

export const abortFault = {
  parameters: {
    abortStatus: {
      type: "integer",
      min: 200,
      max: 599,
      provable: { min: 400, max: 599 },
      default: 500,
      description: "HTTP status of aborted calls to catalogue",
    },
    abortPercent: {
      type: "integer",
      min: 0,
      max: 100,
      provable: { min: 1, max: 100 },
      default: 10,
      description: "percent of calls to catalogue aborted",
    },
  },
  notWith: {
    "circuit-breaking": "both answer calls to catalogue with errors, and whose an error is cannot be told",
    retries: "an injected abort is the answer of the caller's own proxy, which it never retries",
  },
  shows: ({ abortStatus, abortPercent }) => `${abortPercent} % of calls to catalogue answer ${abortStatus}`,
  changes: ({ abortStatus, abortPercent }) => ({
    services: {
      catalogue: { calls: { fault: { abort: { httpStatus: abortStatus, percentage: { value: abortPercent } } } } },
    },
  }),
} satisfies Stage<{ abortStatus: number; abortPercent: number }>;
