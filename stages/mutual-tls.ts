import type { Stage } from "../src/stage/stage";

export const mutualTls = {
  parameters: {
    mutualTls: {
      type: "choice",
      allowed: ["STRICT", "PERMISSIVE"],
      default: "STRICT",
      description: "STRICT: the shop's pods refuse calls without mutual TLS, PERMISSIVE: they take both",
    },
  },
  shows: ({ mutualTls }) =>
    mutualTls === "STRICT"
      ? "the shop's pods take calls by mutual TLS alone: who has no sidecar is refused"
      : "the shop's pods take calls with and without mutual TLS",
  changes: ({ mutualTls }) => ({ namespace: { mutualTls } }),
} satisfies Stage<{ mutualTls: "STRICT" | "PERMISSIVE" }>;
