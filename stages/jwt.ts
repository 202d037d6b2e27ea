import type { Stage } from "../src/stage/stage";

export const jwt = {
  parameters: {
    jwtIssuer: {
      type: "word",
      default: "https://sock-shop.example",
      description: "who must have issued a visitor's token (iss), for jwt-routing too",
    },
    jwtAudience: {
      type: "word",
      default: "sock-shop",
      description: "whom a visitor's token must name as its audience (aud), for jwt-routing too",
    },
  },
  shows: ({ jwtIssuer }) => `front-end answers visitors with a token of ${jwtIssuer}; others get 403, a bad token 401`,
  changes: ({ jwtIssuer, jwtAudience }) => ({
    services: {
      // For who watches the shop from outside.
      "front-end": { inbound: { tokens: { issuer: jwtIssuer, audience: jwtAudience, notAt: ["/health"] } } },
    },
  }),
} satisfies Stage<{ jwtIssuer: string; jwtAudience: string }>;
