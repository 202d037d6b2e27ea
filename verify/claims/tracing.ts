import { randomUUID } from "node:crypto";
import { trialsToTell, trialsWithin } from "../binomial";
import { timesUnder } from "../call-times";
import type { Beside, Claim } from "../claim";
import { whole } from "../expectation";
import { exactly, type Finding, leftToChance, share } from "../finding";
import type { Ground, Pod } from "../ground";
import { type LogLine, logLines } from "../probes/access-log";
import { bringCaller } from "../probes/calls";
import { untilDrained } from "../probes/drained";
import { soundAnswers, visit } from "../probes/pages";
import { RECEIVER, ZIPKIN } from "../probes/places";
import { inMesh } from "../probes/private-upstream";
import type { ShopAnswers } from "../probes/shop-traffic";
import { type Span, spansOf } from "../probes/traces";

export interface TracingNumbers {
  /** In percent. */
  sampling: number;
}

export interface TracingReadings {
  /** What visitors asked for; front-end calls catalogue for each. */
  readonly pages: ShopAnswers;
  /** What was reported of these requests. */
  readonly ofPages: readonly Span[];
  /** What was reported of the calls that front-end made for them. */
  readonly ofCalls: readonly Span[];
  /** Beside `access-log`: what catalogue's proxies wrote down of these calls. */
  readonly written?: readonly LogLine[];
}

/** The farthest that the share of traced requests may lie from the right one. */
const REACH = 0.15;

/** Longest that one page may take that nothing holds up, in milliseconds. */
const PATIENCE = 15_000;

/** Longest that a proxy keeps a span to itself is 5 s; when there is nothing new for longer, nothing comes. In milliseconds. */
const REPORTED = 8_000;

/** Longest that it may take until nothing comes any more, in milliseconds. */
const LIMIT = 90_000;

/** Envoy's timers may ring some milliseconds early. */
const EARLY = 0.99;

export const tracing: Claim<TracingNumbers, TracingReadings> = {
  stage: "tracing",
  shows: "of each page two traces: the page at front-end, and what front-end asked catalogue for, at both ends",
  measured: "spans in Zipkin of pages, and of front-end's calls for them, by an address that no other request has",
  expects: { sampling: whole(100, 1, 100, "share of requests that become traces, in percent") },
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "no sidecar reports anything" }),
  leftToChance: ({ sampling }) => 2 * leftToChance(sampling),

  async measure(ground, { sampling }, asked, beside = []) {
    const p = sampling / 100;
    const requests = p === 1 ? asked : Math.max(asked, trialsToTell(p), trialsWithin(REACH, p));
    const asker = await bringCaller(ground);
    const catalogue = await ground.pods({ name: "catalogue" });
    await untilDrained(ground, [...(await ground.pods({ name: "front-end" })), ...catalogue]);
    const mark = `verify-${randomUUID().slice(0, 8)}`;
    const path = `/catalogue/size?${mark}`;
    const since = Date.now();
    const timeout = PATIENCE + 1000 * timesUnder(beside).heldUp;
    const pages = await visit(ground, { path, requests, timeout });
    const urls = [new URL(path, ground.url).href, inMesh("catalogue", path)] as const;
    const [ofPages, ofCalls] = await whenReported(ground, asker, urls, { requests, all: p === 1 });
    const written = beside.some(({ stage }) => stage === "access-log")
      ? { written: (await logLines(ground, catalogue, mark, since)).flat() }
      : {};
    return { pages, ofPages, ofCalls, ...written };
  },

  judge({ pages, ofPages, ofCalls, written }, { sampling }, beside = []) {
    const of = pages.answers.length;
    const [traces, callTraces] = [byTrace(ofPages), byTrace(ofCalls)];
    const at = (what: string, expected: number, seen: number) =>
      exactly(expected, { what, where: ZIPKIN, unit: "traces", seen, of });
    const answered = [...callTraces.values()].filter((spans) => spans.some(isAnswered));
    return [
      ...soundAnswers(pages, "pages"),
      share(sampling / 100, traces.size, { what: "pages that are a trace", where: ZIPKIN, of }),
      at("of these, front-end's proxy as the one that was called", traces.size, count(traces, isOne("front-end"))),
      share(sampling / 100, callTraces.size, { what: "front-end's calls that are a trace", where: ZIPKIN, of }),
      at("of these, front-end's proxy as the caller", callTraces.size, count(callTraces, hasCaller)),
      at(
        "of these that catalogue answered, its proxy as the one that was called",
        answered.length,
        answered.filter(isOne("catalogue")).length,
      ),
      // The shop's own programs would have to pass on the headers of a trace.
      at("a page and front-end's call in one", 0, [...traces.keys()].filter((trace) => callTraces.has(trace)).length),
      ...heldUp(pages, ofCalls, sampling, beside),
      ...(written ? [sameRequests(written, ofCalls, sampling)] : []),
    ];
  },
};

/** Asks until all spans are there, where all requests are traced, or until nothing new has come for longer than proxies wait. */
async function whenReported(
  ground: Ground,
  asker: Pod,
  urls: readonly [string, string],
  { requests, all }: { requests: number; all: boolean },
): Promise<[Span[], Span[]]> {
  ground.say("waiting for traces");
  let spans: [Span[], Span[]] = [[], []];
  let last = Date.now();
  // One would be enough of each request; too many shall be seen, too.
  const most = 2 * requests;
  const isAll = ([ofPages, ofCalls]: readonly [Span[], Span[]]) =>
    all && ofPages.filter(isCalled("front-end")).length >= requests && ofCalls.length >= 2 * requests;
  await ground.until(
    "traces of pages",
    async () => {
      const [ofPages, ofCalls] = [
        await spansOf(ground, asker, urls[0], most),
        await spansOf(ground, asker, urls[1], most),
      ];
      if (ofPages && ofCalls) {
        if (ofPages.length + ofCalls.length !== spans.flat().length) last = Date.now();
        spans = [ofPages, ofCalls];
      }
      return isAll(spans) || Date.now() > last + REPORTED;
    },
    LIMIT,
  );
  return spans;
}

type Traces = ReadonlyMap<string, readonly Span[]>;

function byTrace(spans: readonly Span[]): Traces {
  const traces = new Map<string, Span[]>();
  for (const span of spans) traces.set(span.trace, [...(traces.get(span.trace) ?? []), span]);
  return traces;
}

const count = (traces: Traces, holds: (spans: readonly Span[]) => boolean): number =>
  [...traces.values()].filter(holds).length;

/** Whether the service was called in it, and once. A gateway that reports traces too has spans beside. */
const isOne =
  (service: string) =>
  (spans: readonly Span[]): boolean =>
    spans.filter(isCalled(service)).length === 1;

const isCalled =
  (wanted: string) =>
  ({ service, kind }: Span): boolean =>
    service === wanted && kind === "SERVER";

const isCaller = ({ service, kind }: Span): boolean => service === "front-end" && kind === "CLIENT";
const hasCaller = (spans: readonly Span[]): boolean => spans.filter(isCaller).length === 1;
const isAnswered = (span: Span): boolean => isCaller(span) && span.status === 200;

/** What the caller's own proxy holds up is long there, and short where it arrives. */
function heldUp(pages: ShopAnswers, ofCalls: readonly Span[], sampling: number, beside: readonly Beside[]): Finding[] {
  const seconds = EARLY * timesUnder(beside).heldUp;
  // Of some of the calls one does not know which were held up.
  if (seconds === 0 || sampling < 100) return [];
  const long = ({ seconds: took }: { readonly seconds: number }) => took >= seconds;
  const due = pages.answers.filter(long).length;
  const at = (what: string, expected: number, seen: number) =>
    exactly(expected, { what, where: ZIPKIN, unit: "traces", seen, of: pages.answers.length });
  const [callers, others] = [ofCalls.filter(isCaller), ofCalls.filter((span) => !isCaller(span))];
  return [
    at("calls that are long at front-end's proxy, as the page was", due, callers.filter(long).length),
    at("calls that are long at catalogue's", 0, others.filter(long).length),
  ];
}

/** A line of the access log names the request as its trace does. */
function sameRequests(lines: readonly LogLine[], ofCalls: readonly Span[], sampling: number): Finding {
  const known = new Set(ofCalls.map(({ requestId }) => requestId));
  const seen = lines.filter(({ requestId }) => known.has(requestId)).length;
  const what = "lines of the access log whose request is a trace, by its id";
  const subject = { what, where: RECEIVER, unit: "lines", seen, of: lines.length } as const;
  return exactly(sampling === 100 ? lines.length : seen, subject);
}
