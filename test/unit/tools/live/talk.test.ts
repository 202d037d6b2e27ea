import { stages } from "../../../../stages";
import { asOf } from "../../../../tools/live/picture/as-of";
import type { Picture } from "../../../../tools/live/picture/picture";
import { chaptersOf } from "../../../../tools/live/seen/chapters";
import { talk } from "./talk";

/** What the page's text says of each stage of the recording, and of no other. A stage that came later is not in it. */
const told: Readonly<Record<string, RegExp>> = {
  baseline: /^\d+ requests, all on v1$/,
  "blue-green": /^v2 answers 100\.0 % of \d+ requests; asked for 100 %$/,
  canary: /^v2 answers [12]\d\.\d % of \d+ requests; asked for 20 %$/,
  "header-routing": /^by user-agent Firefox → v2: \d+ on v2, \d+ on v1$/,
  mirroring: /^\d+ copies to v2, whose answers are dropped$/,
  "delay-fault": /^100 % of calls to catalogue wait 5s; slowest answers [5-9]\.\d s$/,
  "abort-fault": /^10 % of calls to catalogue never leave the caller; visitors saw [1-9]\d* × 500$/,
  "load-balancing": /^by source address: (?:0\.0 %, )*100\.0 %(?:, 0\.0 %)* of calls to 3 pods of catalogue$/,
  "circuit-breaking": /^breaker \(1 \+ 1 at once\): \d+ calls let through, [1-9]\d* refused with 503$/,
  retries: /^up to 3 retries: 1\.00 tries per call$/,
  timeouts: /^calls to catalogue end after 2s: 0 × 504 of 0 timeouts$/,
  cors: /^scripts of https:\/\/sock-shop\.example may call: Envoy answers their preflights itself$/,
  "local-rate-limit": /^catalogue limits: [1-9]\d* × 429$/,
  "global-rate-limit": /^front-end limits: [1-9]\d* × 429$/,
  "mutual-tls": /^locked: mutual TLS alone$/,
  authorization: /^13 services take calls of named callers alone: 0 refused with 403$/,
  jwt: /^tokens wanted at front-end: [1-9]\d* × 403, 0 × 401 of \d+ answers$/,
  "jwt-routing": /^by token's group testers → v2: \d+ on v2, \d+ on v1$/,
  egress: /^of hosts outside, pods call api\.example\.com alone$/,
  "gateway-tls": /^TLS alone: [1-9]\d* plain requests redirected, [1-9]\d* answered over TLS$/,
  "access-log": /^each sidecar writes down all requests$/,
  metrics: /^Prometheus reads what each sidecar has counted$/,
  tracing: /^sidecars report 100 % of requests to Zipkin$/,
};

const names = Object.keys(told);
const lines = talk();
const chapters = chaptersOf(lines);
/** As the page was at the end of each. */
const pictures = new Map<string, Picture>();
beforeAll(() => {
  for (const { stage, end } of chapters) {
    pictures.set(stage, asOf(lines.slice(0, end)).picture(lines[end - 1]?.at ?? 0));
  }
});
const picture = (stage: string): Picture => pictures.get(stage) as Picture;

test("each stage was served and watched, in the talk's order; at twice the speed it lasts under five minutes", () => {
  expect(chapters.map(({ stage }) => stage)).toEqual(names);
  expect(Object.keys(stages).filter((stage) => names.includes(stage))).toEqual(names);
  for (const stage of names) {
    const { proxies, stage: shown, switching } = picture(stage);
    expect([stage, shown, proxies.of - proxies.serving, switching]).toEqual([stage, stage, 0, false]);
  }
  expect(((lines.at(-1)?.at ?? 0) - (lines[0]?.at ?? 0)) / 2).toBeLessThan(5 * 60_000);
});

test.each(names)("the page tells %s from every other stage", (stage) => {
  const saying = names.filter((other) =>
    picture(other).tells.some((line) => told[stage]?.test(line.replace(/(\d),(?=\d{3})/g, "$1"))),
  );
  expect(saying).toEqual([stage]);
});

/** Requests that came to each version since the switch, as the gateway counted and as visitors' answers say. */
function counted(stage: string) {
  const { begin, end } = chapters.find((one) => one.stage === stage) ?? { begin: 0, end: 0 };
  const visits = lines.slice(begin, end).flatMap((line) => (line.kind === "visits" ? line.visits : []));
  const answeredBy = (version: string) => visits.filter((visit) => visit.version === version).length;
  return {
    gateway: { v1: picture(stage).versions["v1"]?.since ?? 0, v2: picture(stage).versions["v2"]?.since ?? 0 },
    visitors: { v1: answeredBy("v1"), v2: answeredBy("v2") },
  };
}

/** Visitors' requests at the edges of a span: two readings of the gateway's, half a second apart, at 30 a second. */
const atEdges = 2 * 30;

test.each(["baseline", "blue-green", "canary", "header-routing"])(
  "on %s the gateway's counts are the visitors' within what was under way",
  (stage) => {
    const { gateway, visitors } = counted(stage);
    for (const version of ["v1", "v2"] as const) {
      expect(Math.abs(gateway[version] - visitors[version])).toBeLessThanOrEqual(visitors[version] === 0 ? 0 : atEdges);
    }
  },
);
