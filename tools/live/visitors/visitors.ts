import { setMaxListeners } from "node:events";
import http from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import { requestOnce } from "../../../verify/probes/shop-traffic.ts";
import { GATEWAY_NAME, VISITORS_ROUTES } from "../../../verify/shop.ts";
import { waitUntil } from "../../../command-line/wait-until.ts";
import type { Visit } from "../seen/lines.ts";
import type { Gathered } from "./belongings.ts";
import { mixOf, type Wish } from "./mix.ts";

/** Requests a second. */
export const MOST = 100;
export const USUAL = 30;
/** Requests under way at once; beyond it none is sent. */
const underWayAtMost = 64;
/** A delay of 5 s on a call and on its retries passes. */
const timeoutMs = 30_000;
/** How often what came of them is told, in milliseconds. */
const toldEveryMs = 100;

/** Preflights are answered by routes that `cors` alone has: front-end itself refuses them. */
const isAnsweredByOthers = (stage: string): boolean => stage !== "cors";

/** Visits the shop at a steady rate that can be changed, and never with more than 64 requests under way. */
export class Visitors {
  private wanted: number;
  private underWay = 0;
  private sent = 0;
  /** Requests that are due and not sent; a fraction is kept for the next turn. */
  private due = 0;
  private last = performance.now();
  private stages: readonly string[] = [];
  private mix = mixOf([], { tls: false });
  private tokens: Gathered["tokens"];
  private held = false;
  private overTls: { readonly url: URL; readonly agent: https.Agent; readonly host: string } | undefined;
  private visits: Visit[] = [];
  private readonly agent: http.Agent;
  private readonly timers: NodeJS.Timeout[];
  private readonly ended = new AbortController();

  /** @param told with the rate, and what came of requests since the last time; also with none */
  constructor(
    private readonly url: URL,
    rate: number,
    private readonly told: (rate: number, visits: readonly Visit[]) => void,
  ) {
    this.wanted = rate;
    // Each request under way listens for the end: by default Node warns of more than ten as of a leak.
    setMaxListeners(underWayAtMost, this.ended.signal);
    const { Agent } = url.protocol === "https:" ? https : http;
    this.agent = new Agent({ keepAlive: true, maxSockets: underWayAtMost });
    this.timers = [setInterval(() => this.send(), 10), setInterval(() => this.tell(), toldEveryMs)];
  }

  get rate(): number {
    return this.wanted;
  }

  /** @param rate requests a second, from 0 to 100 */
  set rate(rate: number) {
    this.wanted = Math.min(MOST, Math.max(0, rate));
  }

  /** What is visited goes by the stages that are deployed; what was brought for others is left behind. */
  stage(names: readonly string[]): void {
    this.stages = names;
    this.bring({});
  }

  /** What visitors have from now on. */
  bring({ tokens, tls }: Pick<Gathered, "tokens" | "tls">): void {
    this.tokens = tokens;
    this.overTls = tls && {
      ...{ url: tls.url, host: tls.url.port === "" ? tls.host : `${tls.host}:${tls.url.port}` },
      // What is under way at one that was left comes to its end, and its connections after a while.
      agent: new https.Agent({
        ...{ keepAlive: true, maxSockets: underWayAtMost, timeout: timeoutMs },
        ...{ ca: tls.ca, servername: tls.host },
      }),
    };
    this.mixAnew();
  }

  /**
   * An object of the mesh is another: what it alone answers is asked for no more, until the record names the stage again.
   * @param object `Kind/name`
   */
  objectChanged(object: string): void {
    if (object === `Gateway/${GATEWAY_NAME}`) this.overTls = undefined;
    if (object === `VirtualService/${VISITORS_ROUTES}`) this.stages = this.stages.filter(isAnsweredByOthers);
    this.mixAnew();
  }

  /** Sends nothing until it is let go; settles when nothing is under way any more. */
  async hold(signal: AbortSignal): Promise<void> {
    this.held = true;
    await waitUntil(() => this.underWay === 0, { signal, every: 50 });
  }

  letGo(): void {
    this.held = false;
  }

  /** At once, as far as the bound lets them. */
  burst(count: number): void {
    const overTls = this.overTls !== undefined;
    for (let i = 0; i < count; i += 1) this.visit({ path: "/catalogue/size", as: "burst", overTls });
  }

  stop(): void {
    this.timers.forEach(clearInterval);
    this.ended.abort();
    this.agent.destroy();
    this.overTls?.agent.destroy();
  }

  private mixAnew(): void {
    const { tokens } = this;
    this.mix = mixOf(this.stages, { ...(tokens && { tokens }), tls: this.overTls !== undefined });
  }

  private send(): void {
    const now = performance.now();
    // What a pause of this program left undone is not made up for; but one request may always become due.
    const most = Math.max(1, this.wanted / 10);
    this.due = Math.min(most, this.due + (this.wanted * (now - this.last)) / 1000);
    this.last = now;
    for (; this.due >= 1; this.due -= 1) this.visit(this.mix[this.sent++ % this.mix.length] as Wish);
  }

  private visit({ path, as, method, headers = {}, overTls = false }: Wish): void {
    if (this.held || this.underWay >= underWayAtMost) return;
    this.underWay += 1;
    const start = performance.now();
    const { url, agent, host } = (overTls ? this.overTls : undefined) ?? { url: this.url, agent: this.agent };
    const request = {
      ...{ path, headers: { ...headers, ...(host && { host }) }, timeout: timeoutMs, ...(method && { method }) },
    };
    void requestOnce(url, request, agent, this.ended.signal)
      .then(
        ({ status, headers }) => ({ outcome: String(status), version: String(headers["x-version"] ?? "") }),
        (error: NodeJS.ErrnoException) => ({ outcome: error.code ?? error.message, version: "" }),
      )
      .then((came) => {
        this.underWay -= 1;
        this.visits.push({ path, as, ...came, took: Math.round(performance.now() - start) });
      });
  }

  private tell(): void {
    if (this.ended.signal.aborted) return;
    const visits = this.visits;
    this.visits = [];
    this.told(this.wanted, visits);
  }
}
