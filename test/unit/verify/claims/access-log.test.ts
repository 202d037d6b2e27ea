import { accessLog, type AccessLogReadings } from "../../../../verify/claims/access-log";
import type { LogLine } from "../../../../verify/probes/access-log";
import type { Beside } from "../../../../verify/claim";
import { calls, wrong } from "../readings";

const at =
  (upstream: string, route: string) =>
  (count: number, status: number, flags = "-") =>
    Array.from({ length: count }, (): LogLine => ({ path: "/", status, flags, route, upstream, requestId: "-" }));
const receiver = at("inbound|80||", "default");
const caller = at("outbound|80|v1|catalogue.shop.svc.cluster.local", "to-v1");

const right: AccessLogReadings = {
  found: calls({ 200: 20 }),
  missing: calls({ 404: 20 }),
  atReceiver: [...receiver(20, 200), ...receiver(20, 404)],
  atCaller: [...caller(20, 200), ...caller(20, 404)],
};
const filter = (text: string) => {
  const read = accessLog.expects.logFilter.read(text);
  if (read === undefined) throw new Error(text);
  return read;
};
const judged = (readings: Partial<AccessLogReadings>, text = "all", beside: Beside[] = []) =>
  wrong(accessLog.judge({ ...right, ...readings }, { logFilter: filter(text) }, beside));

test("holds", () => expect(judged({})).toEqual([]));

test("fails where nothing is written down", () => {
  expect(judged({ atReceiver: [], atCaller: [] })).toEqual([
    ...["with status 200", "with status 404", "of all calls that the filter lets through"],
  ]);
});

test("holds with a filter where only what it lets through is written down, and fails there without", () => {
  const some = { atReceiver: receiver(20, 404), atCaller: caller(20, 404) };
  expect(judged(some, "response.code >= 400")).toEqual([]);
  expect(judged(some)).toEqual(["with status 200", "of all calls that the filter lets through"]);
  expect(judged({}, "response.code >= 400")).toEqual(["with status 200", "of all calls that the filter lets through"]);
});

test.each<[string, Partial<AccessLogReadings>, string]>([
  ["a line too many", { atReceiver: [...right.atReceiver, ...receiver(1, 200)] }, "with status 200"],
  ["a line too few", { atReceiver: right.atReceiver.slice(0, -1) }, "with status 404"],
  [
    "a flag where nothing went wrong",
    { atReceiver: [...receiver(19, 200), ...receiver(1, 200, "DC"), ...receiver(20, 404)] },
    "of these with no flag, with a route, and sent to the pod's own port",
  ],
  [
    "a line without its route",
    { atCaller: [...caller(20, 200), ...at("outbound|80|v1|catalogue.shop", "-")(20, 404)] },
    "of these with the route that it took, and sent to catalogue or meant for it",
  ],
  ["a call that was not answered", { found: calls({ 200: 20, 500: 1 }) }, "what catalogue has: 200 (also: 500)"],
])("fails with %s", (_, readings, figure) => expect(judged(readings)).toContain(figure));

test("what a stage beside it ends at the caller is written there alone, with its flag", () => {
  const beside: Beside[] = [{ stage: "abort-fault", failures: [500] }];
  const aborted = (flags: string): Partial<AccessLogReadings> => ({
    ...{ found: calls({ 200: 15, 500: 5 }), missing: calls({ 404: 18, 500: 2 }) },
    atReceiver: [...receiver(15, 200), ...receiver(18, 404)],
    atCaller: [...caller(15, 200), ...caller(18, 404), ...caller(7, 500, flags)],
  });
  expect(judged(aborted("FI"), "all", beside)).toEqual([]);
  expect(judged(aborted("-"), "all", beside)).toEqual(["with status 500: flag FI"]);
});

test("takes conditions on the status alone, of which one of its own answers is written down", () => {
  const { read } = accessLog.expects.logFilter;
  expect(
    ["all", "response.code >= 400", "response.code<300", "response.code != 404"].map((text) => read(text)?.text),
  ).toEqual(["all", "response.code >= 400", "response.code<300", "response.code != 404"]);
  for (const text of ["", "none", "response.code >= 500", "response.code = 404", "request.path == '/'"]) {
    expect(read(text)).toBeUndefined();
  }
});

test("beside a stage that ends calls, calls that hang are written down as ended by it", () => {
  const late = (lines: readonly LogLine[]) => ({ hanging: { answers: calls({ 504: 20 }), atCaller: lines } });
  const figure = ["of calls that hang: status 504, flag UT"];
  expect(judged(late(caller(20, 504, "UT")))).toEqual([]);
  expect(judged(late(caller(20, 504)))).toEqual(figure);
  expect(judged(late(caller(19, 504, "UT")))).toEqual(figure);
  expect(
    judged({ ...late([]), ...{ atReceiver: receiver(20, 200), atCaller: caller(20, 200) } }, "response.code < 300"),
  ).toEqual([]);
});
