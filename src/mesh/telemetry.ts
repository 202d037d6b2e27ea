import type { NamespaceChange } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { TelemetrySpec } from "./istio";
import { comment, fingerprintPrefix } from "./marks";
import { zipkinProvider } from "./zipkin-provider";

type Seen = Pick<NamespaceChange, "accessLog" | "tracing">;

/** The filter that lets every request through. */
export const everyRequest = "all";

/** The tag of each span that bears the mark: by it one sees under which configuration a trace was made. */
const markTag = "sock-shop.tracing";

/**
 * What the namespace's proxies tell of requests: one object for all of it, as of two only the older counts. Where no stage
 * wants anything it is for pods that there are none of: one for the namespace that says nothing would take the place of
 * somebody's that does.
 */
export function telemetry({ accessLog, tracing }: Seen, namespace: string): TelemetrySpec {
  if ((accessLog ?? tracing) === undefined) return { selector: { matchLabels: { "sock-shop/access-log": "nobody" } } };
  return {
    ...(accessLog && { accessLogging: [written(accessLog)] }),
    ...(tracing && { tracing: [traced(tracing, namespace)] }),
  };
}

/** The mark is a comment in the filter, which proxies keep word for word; nothing else in it is free text. */
function written({ filter }: NonNullable<Seen["accessLog"]>): NonNullable<TelemetrySpec["accessLogging"]>[number] {
  const condition = filter === everyRequest ? "true" : filter;
  const expression = `${condition}${comment(`${fingerprintPrefix}${fingerprint(condition)}`)}`;
  // Istio knows this provider in every mesh: a line of text for each request, on the proxy's standard output.
  return { providers: [{ name: "envoy" }], filter: { expression } };
}

function traced(
  { sampling }: NonNullable<Seen["tracing"]>,
  namespace: string,
): NonNullable<TelemetrySpec["tracing"]>[number] {
  const { name } = zipkinProvider(namespace);
  const value = `${fingerprintPrefix}${fingerprint({ name, sampling })}`;
  return {
    providers: [{ name }],
    randomSamplingPercentage: sampling,
    customTags: { [markTag]: { literal: { value } } },
  };
}

/** Of pods whose own requests nobody wants to see: those that carry what was seen would make more of it without end. */
export function untraced(labels: Readonly<Record<string, string>>): TelemetrySpec {
  return { selector: { matchLabels: { ...labels } }, tracing: [{ disableSpanReporting: true }] };
}

/** The filter without its mark. */
export const conditionOf = (expression: string): string => expression.replace(/ \/\/ fingerprint-[0-9a-f]{8}$/, "");
