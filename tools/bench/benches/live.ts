import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import type { Browser, Page } from "playwright-core";
import { labEnvironment } from "../../../lab/environment.ts";
import { projectDir } from "../../../lab/paths.ts";
import { openBrowser } from "../../browser/open-browser.ts";
import { percentile } from "../../live/picture/percentile.ts";
import { Visitors } from "../../live/visitors/visitors.ts";
import type { Bench } from "../bench.ts";
import { Lab } from "../lab.ts";
import { processTree, usedBy } from "../process-tree.ts";
import { inRounds } from "../rounds.ts";
import { ratios } from "../statistics.ts";

/** Of a span in which processor time is counted, or answers are timed. */
const spanMs = 10_000;
/** Requests a second at which answers are timed. */
const steady = 50;
const switchesARound = 4;
const port = 8094;

type Version = "v1" | "v2";

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
    const watching = await Watching.start(ground.signal);
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

interface Usage {
  readonly cpu: Record<"observer" | "server" | "browser", number>;
  readonly memory: Record<"observer" | "server", number>;
}

/** `npm run live`, with its page open in a browser. */
class Watching {
  private constructor(
    private readonly program: ReturnType<typeof execa>,
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly address: string,
  ) {}

  static async start(signal: AbortSignal): Promise<Watching> {
    const tsx = createRequire(import.meta.url).resolve("tsx/cli");
    const args = [tsx, join(projectDir, "tools/live/main.ts"), "--load", "0", "--port", String(port)];
    const program = execa(process.execPath, args, {
      ...{ cwd: projectDir, reject: false, buffer: false, cancelSignal: signal },
      ...({ stdin: "ignore", stdout: "pipe", stderr: "inherit" } as const),
    });
    let address = "";
    for await (const line of createInterface({ input: program.stdout })) {
      address = /^The page: (.+)$/.exec(line)?.[1] ?? "";
      if (address !== "") break;
    }
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(address);
    await page.getByText(/served by \d+ of \d+ proxies/).waitFor();
    return new Watching(program, browser, page, address);
  }

  /** Lets it watch, or stand still with its page closed. */
  async go(watch: boolean): Promise<void> {
    await this.load(0);
    for (const pid of await this.observer()) process.kill(pid, watch ? "SIGCONT" : "SIGSTOP");
    await this.page.goto(watch ? this.address : "about:blank");
    if (watch) await this.page.getByText(/^served by \d+ of \d+ proxies$/).waitFor();
  }

  private observer(): Promise<number[]> {
    return processTree(this.program.pid ?? 0, "tools/live/observe.ts");
  }

  async load(rate: number): Promise<void> {
    await fetch(`${this.address}/load`, {
      method: "POST",
      headers: { origin: this.address, "content-type": "application/json" },
      body: JSON.stringify({ rate }),
    });
  }

  async used(): Promise<Usage> {
    const [all, observer] = [
      await usedBy(await processTree(this.program.pid ?? 0)),
      await usedBy(await this.observer()),
    ];
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    const browser = processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    return {
      cpu: { observer: observer.cpu, server: all.cpu - observer.cpu, browser },
      memory: { observer: observer.memory, server: all.memory - observer.memory },
    };
  }

  /** When the page first had a dot and a share of that version, in milliseconds since 1970. */
  async untilShown(version: Version): Promise<Record<"dot" | "share", number>> {
    // No function in it has a name: the compiler would call a helper for each, which the page does not have.
    return this.page.evaluate(async (version) => {
      const seen = { dot: 0, share: 0 };
      const source = new EventSource("/events");
      source.addEventListener("visits", ({ data }: MessageEvent<string>) => {
        if (seen.dot > 0 || !data.includes(`"version":"${version}"`)) return;
        // Dots are on a canvas: each is drawn in the frame after it has come.
        requestAnimationFrame(() => (seen.dot = Date.now()));
      });
      while (seen.dot === 0 || seen.share === 0) {
        await new Promise(requestAnimationFrame);
        const share = document.querySelector(`.share.${version}`)?.textContent ?? "";
        if (seen.share === 0 && parseFloat(share) > 0) seen.share = Date.now();
      }
      source.close();
      return seen;
    }, version);
  }

  async stop(): Promise<void> {
    // One that stands still would not end; where it has ended already there is nothing to wake.
    await this.go(true).catch(() => undefined);
    await this.browser.close();
    this.program.kill("SIGINT");
    await this.program;
  }
}
