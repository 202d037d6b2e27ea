import type { Stage } from "../src/stage/stage";

export const jwtRouting = {
  parameters: {
    jwtClaim: {
      type: "word",
      default: "group",
      description: "claim in a visitor's token that decides between v1 and v2",
    },
    jwtValue: { type: "word", default: "testers", description: "value of that claim where v2 answers" },
  },
  alsoReads: ["jwtIssuer", "jwtAudience"],
  shows: ({ jwtClaim, jwtValue }) =>
    `visitors whose token says ${jwtClaim} ${jwtValue} on v2 of front-end, others on v1; a bad token gets 401`,
  changes: ({ jwtClaim, jwtValue, jwtIssuer, jwtAudience }) => ({
    entrance: { tokens: { issuer: jwtIssuer, audience: jwtAudience } },
    services: {
      "front-end": {
        alsoRuns: ["v2"],
        routes: [{ claim: { name: jwtClaim, value: jwtValue }, to: "v2" }, { to: "v1" }],
      },
    },
  }),
} satisfies Stage<{ jwtClaim: string; jwtValue: string }, { jwtIssuer: string; jwtAudience: string }>;
