import type { Beside } from "../../../../verify/claim";
import { metrics, type MetricsReadings } from "../../../../verify/claims/metrics";
import { calls, pages, wrong } from "../readings";

const counts = (all: Record<string, number>) => new Map(Object.entries(all));
const counted = { "front-end v1 200": 160, "front-end v2 200": 40, "catalogue v1 200": 100, "catalogue v1 404": 100 };

const right: MetricsReadings = {
  pages: pages({ v1: 160, v2: 40 }),
  found: calls({ 200: 100 }),
  missing: calls({ 404: 100 }),
  envoy: counts(counted),
  prometheus: counts(counted),
  proxies: new Set(["10.0.0.1", "10.0.0.2"]),
  up: new Set(["10.0.0.1", "10.0.0.2"]),
  keptFor: 7200,
};
const judged = (readings: Partial<MetricsReadings>, beside: Beside[] = [], retention = 7_200_000) =>
  wrong(metrics.judge({ ...right, ...readings }, { retention }, beside));

test("holds", () => expect(judged({})).toEqual([]));

test("fails where there is no Prometheus, and nothing but the claim does", () => {
  const findings = metrics.judge(
    { ...right, prometheus: new Map(), up: new Set(), keptFor: 0 },
    { retention: 7_200_000 },
    [],
  );
  expect(wrong(findings)).toEqual([
    "proxies of the shop's pods that it reads",
    ...Object.keys(counted)
      .sort()
      .map((key) => `${key}, as its proxies count`),
    "keeps what it has read",
  ]);
  expect(findings.filter(({ holds, about }) => !holds && about === "measurement")).toEqual([]);
});

test.each<[string, Partial<MetricsReadings>, string]>([
  [
    "one request too few",
    { prometheus: counts({ ...counted, "front-end v2 200": 39 }) },
    "front-end v2 200, as its proxies count",
  ],
  [
    "requests that no proxy has counted",
    { prometheus: counts({ ...counted, "front-end v1 503": 1 }) },
    "front-end v1 503, as its proxies count",
  ],
  [
    "one that has arrived and that nobody sent",
    { envoy: counts({ ...counted, "catalogue v1 200": 101 }) },
    "catalogue: requests sent that were answered 200",
  ],
  ["a proxy that it does not read", { up: new Set(["10.0.0.1"]) }, "proxies of the shop's pods that it reads"],
  ["one that is no pod's", { up: new Set([...right.up, "10.0.0.9"]) }, "others"],
  ["another time for which it keeps what it has", { keptFor: 3600 }, "keeps what it has read"],
])("fails with %s", (_, readings, figure) => expect(judged(readings)).toContain(figure));

test("another retention is the one that is asked for", () => {
  expect(judged({ keptFor: 3600 }, [], 3_600_000)).toEqual([]);
  expect(metrics.expects.retention.read("10m")).toBe(600_000);
  expect(metrics.expects.retention.read("25h")).toBeUndefined();
});

test("copies of a mirror arrive too, and what a caller's proxy answers does not", () => {
  const copied = counts({ ...counted, "front-end v2 200": 200 });
  const mirroring: Beside = { stage: "mirroring", failures: [] };
  expect(judged({ envoy: copied, prometheus: copied }, [mirroring])).toEqual([]);
  expect(judged({ envoy: copied, prometheus: copied })).toEqual(["front-end: requests sent that were answered 200"]);
  const some = counts({ ...counted, "catalogue v1 200": 90 });
  const aborts: Beside = { stage: "abort-fault", failures: [500] };
  expect(judged({ found: calls({ 200: 90, 500: 10 }), envoy: some, prometheus: some }, [aborts])).toEqual([]);
});
