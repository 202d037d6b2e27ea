import type { NamespaceChange } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { TelemetrySpec } from "./istio";
import { comment, fingerprintPrefix } from "./marks";

type AccessLog = NamespaceChange["accessLog"];

/** The filter that lets every request through. */
export const everyRequest = "all";

/**
 * What the namespace's proxies write down of requests. Where no stage wants a log, an object for pods that there are none of:
 * one for the namespace that says nothing would take the place of somebody's that does, as of two only the older counts.
 *
 * The mark is a comment in the filter, which proxies keep word for word; nothing else in the object is free text.
 */
export function accessLogTelemetry(accessLog: AccessLog): TelemetrySpec {
  if (accessLog === undefined) return { selector: { matchLabels: { "sock-shop/access-log": "nobody" } } };
  const condition = accessLog.filter === everyRequest ? "true" : accessLog.filter;
  const expression = `${condition}${comment(`${fingerprintPrefix}${fingerprint(condition)}`)}`;
  // Istio knows this provider in every mesh: a line of text for each request, on the proxy's standard output.
  return { accessLogging: [{ providers: [{ name: "envoy" }], filter: { expression } }] };
}

/** The filter without its mark. */
export const conditionOf = (expression: string): string => expression.replace(/ \/\/ fingerprint-[0-9a-f]{8}$/, "");
