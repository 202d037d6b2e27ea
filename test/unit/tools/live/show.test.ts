import { Show } from "../../../../tools/live/picture/show";
import type { Counted, Intent, Line } from "../../../../tools/live/seen/lines";

const intent: Intent = { weights: { v1: 80, v2: 20 }, matches: [], guarded: [], limited: [], tokensAt: [], tls: false };

const counted = (at: number, sent: Counted["sent"], more: Partial<Counted> = {}): Counted => ({
  ...{ at, kind: "counted", pod: "istio-system/gw", app: "gateway", young: false },
  ...{ sent, waiting: {}, aside: [], routes: {}, arrived: {} },
  ...more,
});

const atGateway = (at: number, v1: number, v2: number): Counted =>
  counted(at, { "front-end|v1|10.0.0.1:8079": v1, "front-end|v2|10.0.0.2:8079": v2 });

const serving = (at: number, serving: number): Line => ({ at, kind: "serving", serving, of: 16, late: [] });

function shown(lines: readonly Line[]): Show {
  const show = new Show();
  for (const line of lines) show.see(line);
  return show;
}

const deployedBaseline: readonly Line[] = [
  { at: 0, kind: "asked", intent: { ...intent, weights: { v1: 100 } } },
  serving(1, 16),
  { at: 2, kind: "recorded", stage: "baseline", shows: "all v1" },
];

const toCanary: readonly Line[] = [
  { at: 10_000, kind: "changed", object: "VirtualService/front-end-ingress" },
  { at: 10_100, kind: "asked", intent },
  serving(10_200, 14),
  atGateway(10_500, 1000, 9),
  serving(11_000, 16),
  { at: 12_000, kind: "recorded", stage: "canary", shows: "20 % on v2" },
];

test("what is there when the look begins is no switch", () => {
  const { switches, stage, switching } = shown(deployedBaseline).picture(3);
  expect({ switches, stage, switching }).toEqual({ switches: [], stage: "baseline", switching: false });
});

test("a switch has its three points", () => {
  expect(shown([...deployedBaseline, ...toCanary]).picture(12_001).switches).toEqual([
    { stage: "canary", changed: 10_000, served: 11_000, done: 12_000 },
  ]);
});

test("a switch that is under way says so, and who is late", () => {
  const { switching, proxies } = shown([...deployedBaseline, ...toCanary.slice(0, 4)]).picture(10_600);
  expect({ switching, proxies }).toEqual({ switching: true, proxies: { serving: 14, of: 16, silent: [] } });
});

test("shares are Envoy's counts from the first reading after all proxies serve", () => {
  const lines = [...deployedBaseline, ...toCanary, atGateway(12_500, 1020, 12), atGateway(13_000, 1096, 36)];
  const { v1, v2 } = shown(lines).picture(13_001).versions;
  expect([v1?.since, v2?.since]).toEqual([76, 24]);
  expect(v2?.share).toBe(0.24);
  expect(v2?.asked).toBe(20);
  // Three standard deviations of 24 % of 100.
  expect(v2?.band).toBeCloseTo(0.128, 3);
});

test("the bar is of the last five seconds", () => {
  const lines = [atGateway(0, 0, 0), atGateway(1000, 50, 50), atGateway(7000, 60, 60)];
  expect(shown(lines).picture(7500).versions["v1"]?.perSecond).toBe(2);
});

test("copies are no requests", () => {
  const copies = { ...intent, weights: { v1: 100 }, copies: { to: "v2", percent: 100 } };
  const lines: Line[] = [{ at: 0, kind: "asked", intent: copies }, atGateway(0, 0, 0), atGateway(500, 30, 30)];
  const picture = shown(lines).picture(600);
  expect(picture.versions["v1"]?.share).toBe(1);
  expect(picture.copies).toEqual({ to: "v2", since: 30, perSecond: 6 });
  expect(picture.tells).toEqual(["30 copies to v2, whose answers are dropped"]);
});

test("who counts nothing is not heard for three seconds, and says so until it is", () => {
  const silent = (at: number): Line => ({ at, kind: "silent", pod: "istio-system/gw", why: "gone" });
  const lines = [silent(0), silent(2000)];
  expect(shown(lines).picture(2900).proxies.silent).toEqual([]);
  expect(shown(lines).picture(3000).proxies.silent).toEqual(["istio-system/gw"]);
  expect(shown([...lines, atGateway(3100, 1, 1)]).picture(3200).proxies.silent).toEqual([]);
});

test("an observer that is silent makes the picture stale after three seconds, and visitors do not hide it", () => {
  const lines: Line[] = [
    { at: 0, kind: "alive" },
    { at: 3900, kind: "visits", rate: 30, visits: [] },
  ];
  expect(shown(lines).picture(3000).stale).toBeUndefined();
  expect(shown(lines).picture(4000).stale).toBe(4);
});

test("calls that the breaker refused are those that were never sent", () => {
  const route = (completed: number, total: number) => ({
    "catalogue-to-v1": { upstream_rq_completed: completed, upstream_rq_total: total },
  });
  const caller = { pod: "sock-shop/front-end", app: "front-end" };
  const lines = [
    counted(0, {}, { ...caller, routes: route(5, 5) }),
    counted(9, {}, { ...caller, routes: route(15, 6) }),
  ];
  const { catalogue } = shown(lines).picture(10);
  expect([catalogue.let, catalogue.refused]).toEqual([1, 9]);
});

test("answers to visitors are counted by status", () => {
  const visit = (outcome: string) => ({ path: "/", as: "Chrome", outcome, version: "v1", took: 10 });
  const visits = ["200", "200", "500", "ECONNRESET"].map(visit);
  const { answers, times } = shown([{ at: 0, kind: "visits", rate: 30, visits }]).picture(1);
  expect(answers.map(({ outcome, share }) => [outcome, share])).toEqual([
    ["200", 0.5],
    ["500", 0.25],
    ["ECONNRESET", 0.25],
  ]);
  expect(times).toEqual({ p50: 10, p99: 10 });
});

test("a proxy that ends while it is asked is not said to be silent, though its pod is still there", () => {
  const pod = { name: "istio-system/gw", app: "gateway", version: "", ip: "10.0.0.9", proxy: "gateway" as const };
  const silent: Line = { at: 1000, kind: "silent", pod: pod.name, why: "socket hang up" };
  const pods = (ready: boolean): Line => ({ at: 1100, kind: "pods", pods: [{ ...pod, ready }] });
  const said = (...lines: Line[]) => shown(lines).picture(9000).proxies.silent;
  expect(said(silent, pods(true))).toEqual([pod.name]);
  expect(said(silent, pods(false))).toEqual([]);
});

test("what a caller said of now goes with it: whom it had put aside, and what waited", () => {
  const pod = { version: "v1", ready: true, proxy: "sidecar" as const };
  const catalogue = { ...pod, name: "sock-shop/catalogue", app: "catalogue", ip: "10.0.0.3" };
  const caller = { ...pod, name: "sock-shop/fortio", app: "fortio", ip: "10.0.0.4" };
  const lines: Line[] = [
    { at: 0, kind: "pods", pods: [catalogue, caller] },
    counted(
      1,
      {},
      { pod: caller.name, app: "fortio", aside: ["catalogue|v1|10.0.0.3:80"], waiting: { "catalogue|v1": 2 } },
    ),
  ];
  const seen = (...more: Line[]) => shown([...lines, ...more]).picture(10).catalogue;
  expect([seen().pods[0]?.aside, seen().waiting]).toEqual([true, 2]);
  const left = seen({ at: 2, kind: "pods", pods: [catalogue] });
  expect([left.pods[0]?.aside, left.waiting]).toEqual([false, 0]);
});

test("an observer that begins anew has not said yet who serves", () => {
  const begun: Line = { at: 20_000, kind: "begun", format: 1, namespace: "sock-shop" };
  expect(shown([...deployedBaseline, begun]).picture(20_100).proxies.of).toBe(0);
});
