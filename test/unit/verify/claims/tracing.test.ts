import { tracing, type TracingReadings } from "../../../../verify/claims/tracing";
import type { Beside } from "../../../../verify/claim";
import type { LogLine } from "../../../../verify/probes/access-log";
import type { Span } from "../../../../verify/probes/traces";
import { answers, wrong } from "../readings";

const span = (trace: string, service: string, kind: string, more: Partial<Span> = {}): Span => ({
  ...{ trace, service, kind, seconds: 0.002, status: 200, url: "http://x", requestId: `id-${trace}` },
  ...more,
});
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const page = (i: number) => span(`page-${i}`, "front-end", "SERVER");
const call = (i: number, more: Partial<Span> = {}) => [
  span(`call-${i}`, "front-end", "CLIENT", more),
  span(`call-${i}`, "catalogue", "SERVER"),
];
const traced = (pages: number, calls = pages): Pick<TracingReadings, "ofPages" | "ofCalls"> => ({
  ofPages: numbers(pages).map(page),
  ofCalls: numbers(calls).flatMap((i) => call(i)),
});
const right: TracingReadings = { pages: answers(20), ...traced(20) };
const judged = (readings: Partial<TracingReadings>, sampling = 100, beside: Beside[] = []) =>
  wrong(tracing.judge({ ...right, ...readings }, { sampling }, beside));

test("holds", () => expect(judged({})).toEqual([]));

test("holds where the gateway reports traces too", () => {
  const gateway = numbers(20).flatMap((i) => [
    span(`page-${i}`, "istio-ingressgateway", "SERVER"),
    span(`page-${i}`, "istio-ingressgateway", "CLIENT"),
  ]);
  expect(judged({ ofPages: [...right.ofPages, ...gateway] })).toEqual([]);
});

test("fails where nothing is reported", () => {
  expect(judged({ ofPages: [], ofCalls: [] })).toEqual([
    "pages that are a trace",
    "front-end's calls that are a trace",
  ]);
});

test.each<[string, Partial<TracingReadings>, string]>([
  ["a page that is no trace", traced(19, 20), "pages that are a trace"],
  ["a call that is no trace", traced(20, 19), "front-end's calls that are a trace"],
  ["a trace too many", { ofPages: [...right.ofPages, span("other", "front-end", "SERVER")] }, "pages that are a trace"],
  [
    "a call that no proxy of catalogue's has seen",
    { ofCalls: right.ofCalls.slice(0, -1) },
    "of these that catalogue answered, its proxy as the one that was called",
  ],
  ["a call without its caller", { ofCalls: right.ofCalls.slice(1) }, "of these, front-end's proxy as the caller"],
  [
    "a page seen twice",
    { ofPages: [...right.ofPages, page(0)] },
    "of these, front-end's proxy as the one that was called",
  ],
  [
    "a page and its call in one",
    { ofPages: [...right.ofPages.slice(1), span("call-0", "front-end", "SERVER")] },
    "a page and front-end's call in one",
  ],
  [
    "a page that was not answered",
    { pages: answers(20, {}, { ECONNRESET: 1 }) },
    "pages answered with 200 (also: 1 × ECONNRESET)",
  ],
])("fails with %s", (_, readings, figure) => expect(judged(readings)).toContain(figure));

test("holds with the share that is sampled, and fails with all, or with none", () => {
  const pages = answers(300);
  expect(judged({ pages, ...traced(75, 70) }, 25)).toEqual([]);
  const both = ["pages that are a trace", "front-end's calls that are a trace"];
  expect(judged({ pages, ...traced(300) }, 25)).toEqual(both);
  expect(judged({ pages, ...traced(0) }, 25)).toEqual(both);
});

test("calls that end at the caller have not been at catalogue", () => {
  const ofCalls = [...right.ofCalls.slice(0, -2), span("call-19", "front-end", "CLIENT", { status: 500 })];
  expect(judged({ ofCalls })).toEqual([]);
});

test("what is held up is long at the caller and short at catalogue", () => {
  const beside: Beside[] = [{ stage: "delay-fault", failures: [], times: { heldUp: 5 } }];
  const late = { pages: answers(20, { seconds: 5.02 }), ofCalls: numbers(20).flatMap((i) => call(i, { seconds: 5 })) };
  expect(judged(late, 100, beside)).toEqual([]);
  expect(judged({ pages: late.pages }, 100, beside)).toEqual([
    "calls that are long at front-end's proxy, as the page was",
  ]);
  const everywhere = late.ofCalls.map((one) => ({ ...one, seconds: 5 }));
  expect(judged({ ...late, ofCalls: everywhere }, 100, beside)).toEqual(["calls that are long at catalogue's"]);
});

test("a line of the access log names a request as its trace does", () => {
  const line = (requestId: string): LogLine => ({
    ...{ path: "/", status: 200, flags: "-", route: "default", upstream: "inbound|80||", requestId },
  });
  expect(judged({ written: numbers(20).map((i) => line(`id-call-${i}`)) })).toEqual([]);
  const figure = ["lines of the access log whose request is a trace, by its id"];
  expect(judged({ written: [line("id-call-0"), line("another")] })).toEqual(figure);
  expect(judged({ pages: answers(300), ...traced(75), written: [line("another")] }, 25)).toEqual([]);
});
