import { writeFileSync } from "node:fs";
import { FORMAT, type Counted, type Intent, type Line, type PodSeen, type Visit } from "../../../tools/live/seen/lines";

const plain: Intent = { weights: { v1: 100 }, matches: [], guarded: [], limited: [], tokensAt: [], tls: false };

const pod = (name: string, app: string, version: string, ip: string): PodSeen => ({
  ...{ name: `sock-shop/${name}`, app, version, ip },
  ...{ ready: true, proxy: app === "gateway" ? "gateway" : "sidecar" },
});

const atFirst = [
  pod("gateway", "gateway", "", "10.0.0.1"),
  pod("front-end", "front-end", "v1", "10.0.0.2"),
  pod("catalogue", "catalogue", "v1", "10.0.0.4"),
];

const counts = { waiting: {}, aside: [], routes: {}, arrived: {}, young: false };

/**
 * Lines that no cluster has said: a minute in which the baseline becomes a canary after ten seconds, of whose thirty
 * requests a second each fifth goes to v2, and each tenth fails from the half on.
 */
export function madeUp(): Line[] {
  const lines: Line[] = [
    { at: 0, kind: "begun", format: FORMAT, namespace: "sock-shop" },
    { at: 0, kind: "pods", pods: atFirst },
    { at: 0, kind: "asked", intent: plain },
    { at: 0, kind: "recorded", stage: "baseline", shows: "the whole shop on the mesh, every service at v1" },
    { at: 0, kind: "serving", serving: 16, of: 16, late: [] },
  ];
  const sent = { v1: 0, v2: 0 };
  for (let at = 0; at < 60_000; at += 100) {
    if (at === 10_000) {
      const late = ["sock-shop/gateway"];
      lines.push({ at, kind: "changed", object: "VirtualService/front-end-ingress" });
      lines.push({ at, kind: "asked", intent: { ...plain, weights: { v1: 80, v2: 20 } } });
      lines.push({ at, kind: "serving", serving: 16, of: 17, late });
      lines.push({ at, kind: "pods", pods: [...atFirst, pod("front-end-v2", "front-end", "v2", "10.0.0.3")] });
    }
    if (at === 12_000) lines.push({ at, kind: "serving", serving: 17, of: 17, late: [] });
    if (at === 13_000) {
      lines.push({ at, kind: "recorded", stage: "canary", shows: "20 % of requests go to v2 of front-end" });
    }
    const visits = [0, 1, 2].map((index): Visit => {
      const turn = (at / 100) * 3 + index;
      const version = at >= 12_000 && turn % 5 === 0 ? "v2" : "v1";
      sent[version] += 1;
      const outcome = at >= 30_000 && turn % 10 === 1 ? "500" : "200";
      return { path: turn % 2 ? "/" : "/catalogue", as: "Chrome", outcome, version, took: 5 + (turn % 40) };
    });
    lines.push({ at, kind: "visits", rate: 30, visits });
    if (at % 500 === 0) lines.push(counted(at, "gateway", "gateway", sent));
    if (at % 1000 === 0) lines.push({ at, kind: "alive" });
  }
  return lines;
}

function counted(at: number, name: string, app: string, { v1, v2 }: { v1: number; v2: number }): Counted {
  const to = { "front-end|v1|10.0.0.2:8079": v1, "front-end|v2|10.0.0.3:8079": v2 };
  return { ...counts, at, kind: "counted", pod: `sock-shop/${name}`, app, sent: to };
}

export function writeRecording(file: string, lines: readonly Line[]): void {
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}
