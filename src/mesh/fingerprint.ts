import { createHash } from "node:crypto";

/**
 * Eight hexadecimal digits that stand for a configuration: the same for equal values whatever the order of their
 * fields. Envoy shows the names of its routes, so a route that carries this tells which configuration a proxy serves.
 */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, 8);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === "object" && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
