import type { Picture } from "./picture.ts";

type Seen = Omit<Picture, "tells">;

const percent = (share: number | undefined): string => (share === undefined ? "–" : `${(share * 100).toFixed(1)} %`);
const number = (count: number): string => Math.round(count).toLocaleString("en-GB");

const answered = ({ answers }: Seen, outcome: string): number =>
  answers.find((one) => one.outcome === outcome)?.since ?? 0;

const all = ({ answers }: Seen): number => answers.reduce((sum, { since }) => sum + since, 0);

/** By what the objects ask for: what the traffic makes of it, counted since the switch. */
const tells: readonly ((seen: Seen) => string | false | undefined)[] = [
  (seen) => {
    const { v1, v2 } = seen.versions;
    const { weights, matches, copies } = seen.intent;
    if (matches.length > 0 || copies !== undefined || (v2?.since ?? 0) === 0) return undefined;
    const asked = weights["v2"] ?? 0;
    return `v2 answers ${percent(v2?.share)} of ${number((v1?.since ?? 0) + (v2?.since ?? 0))} requests; asked for ${asked} %`;
  },
  ({ intent, versions: { v1, v2 } }) =>
    intent.matches.length > 0
      ? `by ${intent.matches.join(", ")}: ${number(v2?.since ?? 0)} on v2, ${number(v1?.since ?? 0)} on v1`
      : undefined,
  ({ copies }) => copies && `${number(copies.since)} copies to ${copies.to}, whose answers are dropped`,
  (seen) => {
    const { delay } = seen.intent;
    if (!delay) return undefined;
    const slowest = seen.times.p99 ?? 0;
    return `${delay.percent} % of calls to catalogue wait ${delay.seconds}; slowest answers ${(slowest / 1000).toFixed(1)} s`;
  },
  (seen) => {
    const { abort } = seen.intent;
    if (!abort) return undefined;
    const seenThere = answered(seen, String(abort.status));
    return `${abort.percent} % of calls to catalogue never leave the caller; visitors saw ${number(seenThere)} × ${abort.status}`;
  },
  ({ intent, catalogue: { pods } }) =>
    intent.balancing &&
    `by ${intent.balancing}: ${pods.map(({ share }) => percent(share)).join(", ")} of calls to ${pods.length} pods of catalogue`,
  ({ intent: { breaker }, catalogue: { pods, let: through, refused } }) => {
    if (!breaker) return undefined;
    const gate = pods.some(({ aside }) => aside)
      ? "a pod put aside"
      : `${breaker.connections} + ${breaker.pending} at once`;
    return `breaker (${gate}): ${number(through)} calls let through, ${number(refused)} refused with 503`;
  },
  ({ intent: { retries }, catalogue: { tries } }) =>
    retries &&
    `up to ${retries.attempts} retries: ${tries === undefined ? "no call yet" : `${tries.toFixed(2)} tries per call`}`,
  ({ intent: { timeout }, catalogue: { codes, timeouts } }) =>
    timeout &&
    `calls to catalogue end after ${timeout}: ${number(codes["504"] ?? 0)} × 504 of ${number(timeouts)} timeouts`,
  ({ intent: { cors } }) => cors && `scripts of ${cors.join(", ")} may call: Envoy answers their preflights itself`,
  (seen) => {
    const { limited } = seen.intent;
    if (limited.length === 0) return undefined;
    const atCallers = limited.includes("catalogue") ? (seen.catalogue.codes["429"] ?? 0) : answered(seen, "429");
    return `${limited.join(", ")} limits: ${number(atCallers)} × 429`;
  },
  ({ intent: { mutualTls } }) =>
    mutualTls === "STRICT"
      ? "locked: mutual TLS alone"
      : mutualTls && `mutual TLS ${mutualTls}: plaintext is taken too`,
  ({ intent: { guarded }, denied }) =>
    guarded.length > 0
      ? `${guarded.length} services take calls of named callers alone: ${number(denied)} refused with 403`
      : undefined,
  (seen) =>
    seen.intent.tokensAt.length > 0
      ? `tokens wanted at ${seen.intent.tokensAt.join(", ")}: ${number(answered(seen, "403"))} × 403, ${number(answered(seen, "401"))} × 401 of ${number(all(seen))} answers`
      : undefined,
  ({ intent: { egress } }) => egress && `of hosts outside, pods call ${egress} alone`,
  (seen) =>
    seen.intent.tls
      ? `TLS alone: ${number(answered(seen, "301"))} plain requests redirected, ${number(answered(seen, "200"))} answered over TLS`
      : undefined,
  ({ intent: { accessLog } }) =>
    accessLog && `each sidecar writes down ${accessLog === "true" ? "all requests" : `requests with ${accessLog}`}`,
  ({ watchers }) => watchers.includes("prometheus") && "Prometheus reads what each sidecar has counted",
  ({ intent: { traced } }) => traced !== undefined && `sidecars report ${traced} % of requests to Zipkin`,
];

/** Sentences on what is seen. Where nothing is asked for, that is one. */
export function tellsOf(seen: Seen): string[] {
  const said = tells.flatMap((tell) => tell(seen) || []);
  const lacking = seen.lacking === "" ? [] : [seen.lacking];
  if (said.length > 0) return [...said, ...lacking];
  return [...lacking, `${number(seen.versions["v1"]?.since ?? 0)} requests, all on v1`];
}
