import { createRequire } from "node:module";
import type * as library from "@marcbachmann/cel-js" with { "resolution-mode": "import" };

const load = createRequire(__filename);

const headers = "map<string, string>";
const time = "google.protobuf.Timestamp";
const duration = "google.protobuf.Duration";
const peer = { address: "string", port: "int" };

/** What Envoy knows of a request: parts with their types in CEL, where it knows some and no others in every version. */
const attributes = {
  request: {
    ...{ path: "string", url_path: "string", query: "string", host: "string", scheme: "string", method: "string" },
    ...{ protocol: "string", referer: "string", useragent: "string", id: "string" },
    ...{ headers, time, duration, size: "int", total_size: "int" },
  },
  response: {
    ...{ code: "int", code_details: "string", flags: "int", grpc_status: "int" },
    ...{ headers, trailers: headers, size: "int", total_size: "int", backend_latency: duration },
  },
  connection: "dyn",
  upstream: "dyn",
  source: peer,
  destination: peer,
  metadata: "dyn",
  filter_state: "dyn",
  upstream_filter_state: "dyn",
  xds: "dyn",
} as const;

/** What an expression may ask for, in words. */
export const celAttributes = Object.keys(attributes).join(", ");

/**
 * Why Envoy would not take a CEL expression as a condition on requests, or undefined if it would. It takes one that asks for
 * what there is not, too, and that is never true.
 */
export function celFault(expression: string): string | undefined {
  // Read when there is an expression, and not with the program: hardly a run has one.
  const { Environment } = load("@marcbachmann/cel-js") as typeof library;
  const environment = new Environment();
  for (const [name, type] of Object.entries<string | Readonly<Record<string, string>>>(attributes)) {
    environment.registerVariable(name, typeof type === "string" ? { type } : { schema: type });
  }
  const { valid, type = "", error } = environment.check(expression);
  if (error !== undefined) {
    const [words = ""] = error.message.split("\n");
    return `at character ${(error.range?.start ?? 0) + 1}: ${words}`;
  }
  if (!valid || !["bool", "dyn"].includes(type)) return `as a whole: it is no condition, but of type ${type}`;
  return undefined;
}
