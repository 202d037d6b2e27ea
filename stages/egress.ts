import type { Stage } from "../src/stage/stage";

export const egress = {
  parameters: {
    egressHost: {
      type: "host",
      default: "api.example.com",
      description: "the one host outside the mesh that the shop's pods may call, on ports 80 and 443",
    },
  },
  shows: ({ egressHost }) => `the shop's pods call ${egressHost} and no other host outside the mesh`,
  changes: ({ egressHost }) => ({ namespace: { egress: { host: egressHost } } }),
} satisfies Stage<{ egressHost: string }>;
