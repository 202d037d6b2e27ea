import http from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import { requestOnce } from "../probes/shop-traffic";

/** One kind of request that is sent at a steady rate. */
export interface Stream {
  readonly path: string;
  /** Requests a second. */
  readonly rate: number;
  /** Sent with each. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request and what came of it. */
export interface Sent {
  readonly path: string;
  /** When it was sent, and when its outcome was there, on the clock of `performance.now()`, in milliseconds. */
  readonly at: number;
  readonly until: number;
  /** The answer's status, or why there was none: `200`, `ECONNRESET`. */
  readonly outcome: string;
}

/** What came of the requests that were sent between two marks. */
export class Tally {
  requests = 0;
  /** Answers by path and status, and requests without an answer by path and cause: `/ 200`, `/ ECONNRESET`. */
  readonly outcomes = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();

  count(path: string, request: Promise<string>): void {
    this.requests += 1;
    const counted = request.then((outcome) => {
      const key = `${path} ${outcome}`;
      this.outcomes.set(key, (this.outcomes.get(key) ?? 0) + 1);
    });
    this.underWay.add(counted);
    void counted.finally(() => this.underWay.delete(counted));
  }

  /** Settles when every request has its outcome. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }
}

/** Longest that one answer may take, in milliseconds: a delay of 5 s on a call and on its retries passes. */
const TIMEOUT = 30_000;

/** Sends requests at a steady rate, whatever becomes of them, until it is stopped. */
export class SteadyLoad {
  private tally = new Tally();
  private readonly timers: NodeJS.Timeout[];
  private readonly agent: http.Agent;

  /** @param told called with each request once its outcome is there */
  constructor(url: URL, streams: readonly Stream[], signal: AbortSignal, told: (sent: Sent) => void = () => {}) {
    this.agent = new (url.protocol === "https:" ? https : http).Agent({ keepAlive: true, maxSockets: 256 });
    this.timers = streams.map(({ path, rate, headers = {} }) =>
      setInterval(() => {
        const at = performance.now();
        const answer = requestOnce(url, { path, headers, timeout: TIMEOUT }, this.agent, signal);
        const outcome = answer.then(
          ({ status }) => String(status),
          (error: NodeJS.ErrnoException) => error.code ?? error.message,
        );
        this.tally.count(path, outcome);
        void outcome.then((outcome) => told({ path, at, until: performance.now(), outcome }));
      }, 1000 / rate),
    );
  }

  /** Begins a new tally and gives the one that ends. */
  mark(): Tally {
    const ended = this.tally;
    this.tally = new Tally();
    return ended;
  }

  stop(): void {
    this.timers.forEach(clearInterval);
    this.agent.destroy();
  }
}
