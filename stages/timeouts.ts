import type { Stage } from "../src/stage/stage";

export const timeouts = {
  parameters: {
    timeout: {
      type: "duration",
      min: "1ms",
      max: "1m",
      provable: { min: "1s", max: "1m" },
      default: "2s",
      // Else no try of the stage retries could take its whole time.
      notBelow: "perTryTimeout",
      description: "longest that a call to catalogue may take, all its tries together",
    },
  },
  notWith: {
    "abort-fault": "an aborted call ends at once, so that none can be told from one that waits too long",
    "circuit-breaking":
      "the breaker puts catalogue's pod aside at its first timeout, so that the next call waits for nobody",
  },
  shows: ({ timeout }) => `calls to catalogue end after ${timeout}, answered or not`,
  changes: ({ timeout }) => ({ services: { catalogue: { calls: { timeout } } } }),
} satisfies Stage<{ timeout: string }>;
