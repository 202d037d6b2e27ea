import type { Stage } from "../src/stage/stage";

/** By `mutualTls`. */
const shows = {
  STRICT: "the shop's pods take calls by mutual TLS alone: who has no sidecar is refused",
  PERMISSIVE: "the shop's pods take calls with and without mutual TLS",
};

export const mutualTls = {
  parameters: {
    mutualTls: {
      type: "choice",
      allowed: ["STRICT", "PERMISSIVE"],
      default: "STRICT",
      description: "STRICT: the shop's pods refuse calls without mutual TLS, PERMISSIVE: they take both",
    },
  },
  shows: ({ mutualTls }) => shows[mutualTls],
  changes: ({ mutualTls }) => ({ namespace: { mutualTls } }),
} satisfies Stage<{ mutualTls: "STRICT" | "PERMISSIVE" }>;
