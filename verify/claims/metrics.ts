import { randomUUID } from "node:crypto";
import { timesUnder } from "../call-times";
import type { Claim } from "../claim";
import { duration } from "../expectation";
import { atLeast, exactly, type Finding } from "../finding";
import { asIfFound, bringCaller, soundCalls } from "../probes/calls";
import { call, type CallAnswers, ended } from "../probes/fortio";
import { askForPages, type Pages, soundPages } from "../probes/pages";
import { PROMETHEUS, RECEIVER } from "../probes/places";
import { inMesh } from "../probes/private-upstream";
import { keptFor, prometheusPod, type PrometheusReading, readPrometheus } from "../probes/prometheus";
import { withStatus } from "../probes/shop-traffic";
import { countKey, readStatusCounts, since, type StatusCounts } from "../probes/status-counts";

export interface MetricsNumbers {
  /** In milliseconds. */
  retention: number;
}

export interface MetricsReadings {
  /** From front-end, whichever version. */
  readonly pages: Pages;
  /** To what catalogue has, and to what it does not have. */
  readonly found: CallAnswers;
  readonly missing: CallAnswers;
  /** What the proxies of both have counted meanwhile. */
  readonly envoy: StatusCounts;
  /** The same, as Prometheus has it. Empty where there is none. */
  readonly prometheus: StatusCounts;
  /** Addresses of the proxies of the shop's namespace, and of those that Prometheus reads. */
  readonly proxies: ReadonlySet<string>;
  readonly up: ReadonlySet<string>;
  /** How long it keeps what it has read, in seconds; 0 where there is no Prometheus. */
  readonly keptFor: number;
}

const SERVICES = ["front-end", "catalogue"] as const;

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

/** Calls under way at once, each of which a stage beside this one may hold up. */
const CONNECTIONS = 20;

export const metrics: Claim<MetricsNumbers, MetricsReadings> = {
  stage: "metrics",
  shows: "Prometheus has what was sent, by version and status: the same as the proxies, and as the visitor",
  measured:
    "requests to front-end and catalogue, by version and status: at who sent them, at the proxies that got them, in Prometheus",
  expects: {
    retention: duration(7_200_000, 600_000, 86_400_000, "how long Prometheus keeps what it has read"),
  },
  // Pages; of calls to catalogue there are half as many that are answered, and as many again that are not.
  requests: { usual: 200, least: 20 },
  control: () => ({ stage: "baseline", because: "nobody reads what the proxies have counted" }),

  async measure(ground, _expected, requests, beside = []) {
    const caller = await bringCaller(ground);
    const timeout = PATIENCE + timesUnder(beside).heldUp;
    const callFor = (path: string, calls: number) => {
      ground.say(`${calls} calls to catalogue for ${path}`);
      return call(ground, caller, { url: inMesh("catalogue", path), calls, connections: CONNECTIONS, timeout });
    };
    const pod = await prometheusPod(ground);
    const inPrometheus = (): Promise<PrometheusReading> =>
      pod ? readPrometheus(ground, pod, SERVICES) : Promise.resolve({ up: new Set(), requests: new Map() });
    const before = { envoy: await readStatusCounts(ground, SERVICES), prometheus: await inPrometheus() };
    const pages = await askForPages(ground, { requests });
    const found = await callFor("/tags", Math.ceil(requests / 2));
    const missing = await callFor(`/verify-${randomUUID().slice(0, 8)}`, Math.ceil(requests / 2));
    const after = { envoy: await readStatusCounts(ground, SERVICES), prometheus: await inPrometheus() };
    return {
      ...{ pages, found, missing },
      envoy: since(before.envoy, after.envoy),
      prometheus: since(before.prometheus.requests, after.prometheus.requests),
      proxies: new Set((await ground.sidecars()).map(({ ip }) => ip)),
      up: after.prometheus.up,
      keptFor: pod ? await keptFor(ground, pod) : 0,
    };
  },

  judge({ pages, found, missing, envoy, prometheus, proxies, up, keptFor }, { retention }, beside = []) {
    const failures = beside.flatMap((other) => other.failures);
    // Its copies are counted where they arrive, and nobody sent them.
    const copies = beside.some(({ stage }) => stage === "mirroring");
    const strangers = [...up].filter((address) => !proxies.has(address));
    return [
      ...soundPages(pages),
      ...soundCalls(found, "what catalogue has: 200", failures),
      ...soundCalls(asIfFound(missing), "what it has not: 404", failures),
      exactly(proxies.size, {
        ...{ what: "proxies of the shop's pods that it reads", where: PROMETHEUS, unit: "pods", of: proxies.size },
        seen: [...up].filter((address) => proxies.has(address)).length,
      }),
      exactly(0, { what: "others", where: PROMETHEUS, unit: "pods", of: up.size, seen: strangers.length }),
      ...sent("front-end", 200, withStatus(pages.answers, 200), envoy, copies),
      ...sent("catalogue", 200, ended(found, 200), envoy),
      ...sent("catalogue", 404, ended(missing, 404), envoy),
      ...asCounted(envoy, prometheus),
      exactly(retention / 1000, {
        what: "keeps what it has read",
        where: PROMETHEUS,
        unit: "seconds",
        seen: keptFor,
        of: 1,
      }),
    ];
  },
};

const versions = ["v1", "v2"] as const;

/** As many as were sent have arrived, at whichever version. */
function sent(service: string, status: number, count: number, envoy: StatusCounts, more = false): Finding[] {
  const seen = versions.reduce((sum, version) => sum + (envoy.get(countKey({ service, version, status })) ?? 0), 0);
  const what = `${service}: requests sent that were answered ${status}`;
  const subject = { what, where: RECEIVER, seen, of: count, about: "measurement" } as const;
  return [more ? atLeast(count, subject) : exactly(count, subject)];
}

/** Prometheus has of each version and status what the proxies have counted, and nothing else. */
function asCounted(envoy: StatusCounts, prometheus: StatusCounts): Finding[] {
  const keys = [...new Set([...envoy.keys(), ...prometheus.keys()])].sort();
  return keys
    .filter((key) => (envoy.get(key) ?? 0) > 0 || (prometheus.get(key) ?? 0) > 0)
    .map((key) =>
      exactly(envoy.get(key) ?? 0, {
        ...{ what: `${key}, as its proxies count`, where: PROMETHEUS },
        ...{ seen: prometheus.get(key) ?? 0, of: envoy.get(key) ?? 0 },
      }),
    );
}
