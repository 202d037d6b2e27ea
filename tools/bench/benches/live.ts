import { setTimeout as pause } from "node:timers/promises";
import { labEnvironment } from "../../../lab/environment.ts";
import { percentile } from "../../live/picture/percentile.ts";
import { Visitors } from "../../live/visitors/visitors.ts";
import type { Bench } from "../bench.ts";
import { Lab } from "../lab.ts";
import { inRounds } from "../rounds.ts";
import { ratios } from "../statistics.ts";
import { type Version, WatchedPage } from "../watched-page.ts";

/** Of a span in which processor time is counted, or answers are timed. */
const spanMs = 10_000;
/** Requests a second at which answers are timed. */
const steady = 50;
const switchesARound = 7;

export const live: Bench = {
  title: "the page for the audience: how soon it shows a switch, and what the watching costs; on the lab",
  needs: "lab",
  rounds: 3,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    ground.say("deploying blue-green");
    await lab.configure("stage", "blue-green");
    await lab.up();
    const { SHOP_URL = "" } = await labEnvironment();
    const shop = new URL(SHOP_URL);
    const watching = await WatchedPage.start(ground.signal);
    const costs = { observer: [] as number[], server: [] as number[], browser: [] as number[] };
    const memory = { observer: [] as number[], server: [] as number[] };
    const shown = { dot: [] as number[], share: [] as number[] };
    let now: Version = "v2";
    try {
      const found = await inRounds(ground, {
        "with the page": async () => {
          await watching.go(true);
          return p99Of(shop, ground.signal);
        },
        "without it": async () => {
          await watching.go(false);
          return p99Of(shop, ground.signal);
        },
        "a span of 30 visitors a second": async () => {
          await watching.go(true);
          await watching.load(30);
          const before = await watching.used();
          await pause(spanMs, undefined, { signal: ground.signal });
          const after = await watching.used();
          for (const who of ["observer", "server", "browser"] as const) {
            costs[who].push((100 * (after.cpu[who] - before.cpu[who])) / (spanMs / 1000));
          }
          memory.observer.push(after.memory.observer);
          memory.server.push(after.memory.server);
          return 0;
        },
        switches: async () => {
          await watching.go(true);
          await watching.load(30);
          for (let i = 0; i < switchesARound; i += 1) {
            now = now === "v1" ? "v2" : "v1";
            await lab.configure("live", now);
            const [{ dot, share }, from] = await Promise.all([
              watching.untilShown(now),
              firstAnswerBy(now, shop, ground.signal),
              lab.up(),
            ]);
            shown.dot.push(dot - from);
            shown.share.push(share - from);
          }
          await watching.load(0);
          return 0;
        },
      });
      const counted = (values: number[], each = 1) => values.slice(-each * ground.rounds);
      const most = (values: number[]) => [percentile(counted(values, switchesARound), 0.95) ?? 0];
      return [
        {
          what: `switch at the gateway → dots, p95 of ${switchesARound * ground.rounds}`,
          unit: "milliseconds",
          values: most(shown.dot),
          aim: 500,
        },
        { what: "  each", unit: "milliseconds", values: counted(shown.dot, switchesARound) },
        {
          what: `switch at the gateway → shares, p95 of ${switchesARound * ground.rounds}`,
          unit: "milliseconds",
          values: most(shown.share),
          aim: 1500,
        },
        { what: "  each", unit: "milliseconds", values: counted(shown.share, switchesARound) },
        { what: "observer, of one core", unit: "percent", values: counted(costs.observer), aim: 5 },
        { what: "server with 30 visitors a second, of one core", unit: "percent", values: counted(costs.server) },
        {
          what: "browser, drawn without a graphics card, of one core",
          unit: "percent",
          values: counted(costs.browser),
          aim: 15,
        },
        { what: "memory of the observer", unit: "megabytes", values: counted(memory.observer), aim: 150 },
        { what: "memory of the server", unit: "megabytes", values: counted(memory.server) },
        {
          what: `p99 at ${steady} requests a second, watched / not`,
          unit: "times",
          values: ratios(found["with the page"], found["without it"]),
        },
        { what: "  watched", unit: "milliseconds", values: found["with the page"] },
        { what: "  not", unit: "milliseconds", values: found["without it"] },
      ];
    } finally {
      await watching.stop();
      await lab.configure("stage", "baseline");
      await lab.up();
    }
  },
};

/** The time in which 99 of 100 answers came, in milliseconds. */
async function p99Of(shop: URL, signal: AbortSignal): Promise<number> {
  const times: number[] = [];
  const visitors = new Visitors(shop, steady, (_, visits) => times.push(...visits.map(({ took }) => took)));
  try {
    await pause(spanMs, undefined, { signal });
  } finally {
    visitors.stop();
  }
  return percentile(times, 0.99) ?? 0;
}

/** When the gateway first had a page from that version, in milliseconds since 1970, to some five. */
async function firstAnswerBy(version: Version, shop: URL, signal: AbortSignal): Promise<number> {
  for (;;) {
    const response = await fetch(shop, { signal });
    await response.arrayBuffer();
    if (response.headers.get("x-version") === version) return Date.now();
    await pause(5, undefined, { signal });
  }
}
