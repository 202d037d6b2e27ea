import type { Stage } from "../src/stage/stage";

export const retries = {
  parameters: {
    retryAttempts: {
      type: "integer",
      min: 0,
      max: 10,
      provable: { min: 1, max: 10 },
      default: 3,
      description: "retries of a failed call to catalogue",
    },
    perTryTimeout: {
      type: "duration",
      min: "1ms",
      max: "1m",
      provable: { min: "100ms", max: "5s" },
      default: "1s",
      description: "time that each try may take",
    },
  },
  shows: ({ retryAttempts, perTryTimeout }) =>
    `up to ${retryAttempts} retries of ${perTryTimeout} each on calls to catalogue`,
  changes: ({ retryAttempts, perTryTimeout }) => ({
    services: {
      catalogue: {
        calls: {
          retries: {
            attempts: retryAttempts,
            perTryTimeout,
            // By default Istio retries when there is no connection, but not when the service itself answers 500 or 503.
            retryOn: "5xx,reset,connect-failure,refused-stream",
          },
        },
      },
    },
  }),
} satisfies Stage<{ retryAttempts: number; perTryTimeout: string }>;
