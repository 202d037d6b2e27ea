import type { ServiceDeclaration } from "./service";

/**
 * What a proxy counts beside what Istio has it count: requests by status, where they arrive and where they leave, how long
 * they take, how many are under way, and those that found no room. Of each service it counts only what it is asked for, but
 * for the last two, so it is small.
 */
const counted = [
  "cluster\\.inbound\\|.*\\.upstream_rq_([0-9]+|time|active)",
  "cluster\\.outbound\\|.*\\.upstream_rq_([0-9]+|pending_overflow)",
] as const;

/**
 * The annotation by which a pod's sidecar is set up. It is the same in every stage: pods start anew with another one.
 * A database's proxy has no requests to count.
 */
export function proxyConfig({ protocol, callsAtStart, outsideMesh }: ServiceDeclaration): Record<string, string> {
  if (outsideMesh) return {};
  const config = {
    ...(callsAtStart && { holdApplicationUntilProxyStarts: true }),
    ...(protocol === "http" && { proxyStatsMatcher: { inclusionRegexps: counted } }),
  };
  return Object.keys(config).length > 0 ? { "proxy.istio.io/config": JSON.stringify(config) } : {};
}
