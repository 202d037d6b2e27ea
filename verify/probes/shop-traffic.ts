import http from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import type { CookieJar } from "./cookie-jar";
import { lookup } from "./lookup";

/** Requests that a visitor sends to the shop. */
export interface ShopTraffic {
  /** Path and query. */
  readonly path: string;
  /** Default GET. No request has a body. */
  readonly method?: string;
  readonly requests: number;
  /** Most requests under way at once, each on a connection that is kept. Default 8. */
  readonly concurrency?: number;
  /** Sent with each request, beside Host. No other header is sent: above all no User-Agent. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The visitors that the requests come from in turn, by what they keep of cookies. Default: visitors who keep none. */
  readonly visitors?: readonly CookieJar[];
  /** Longest that one answer may take, to its last byte, in milliseconds. Default 15 s. */
  readonly timeout?: number;
  /** Whether the bodies of the answers are kept. Default false. */
  readonly bodies?: boolean;
}

/** What came of it. Every request is either in `answers` or in `failures`. */
export interface ShopAnswers {
  readonly sent: number;
  readonly answers: readonly Answer[];
  /** How often a request got no answer, by cause: the code of the error, or its message. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface Answer {
  readonly status: number;
  /** From before the request was sent to the answer's last byte, in seconds. */
  readonly seconds: number;
  /** Empty unless bodies were asked for. */
  readonly body: string;
  /** Its `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  /** All of its headers, their names in lower case. */
  readonly headers: http.IncomingHttpHeaders;
}

/**
 * Sends the traffic and counts every answer. There is no second try: a request without an answer is a failure. An abort of
 * `signal` ends all requests and is thrown.
 *
 * @param told called with the number of requests that are done
 */
export async function sendTraffic(
  url: URL,
  traffic: ShopTraffic,
  signal: AbortSignal,
  told: (done: number) => void = () => {},
): Promise<ShopAnswers> {
  const { requests, concurrency = 8, visitors = [] } = traffic;
  const secure = url.protocol === "https:";
  const agent = new (secure ? https : http).Agent({ keepAlive: true, maxSockets: concurrency });
  const answers: Answer[] = [];
  const failures = new Map<string, number>();
  let next = 0;
  const sendInTurn = async () => {
    while (next < requests) {
      signal.throwIfAborted();
      const visitor = visitors[next % visitors.length];
      const headers = { ...traffic.headers, ...visitor?.headers() };
      next += 1;
      try {
        const answer = await requestOnce(url, { ...traffic, headers }, agent, signal);
        visitor?.keep(answer.cookies);
        answers.push(answer);
      } catch (error) {
        signal.throwIfAborted();
        const cause = causeOf(error);
        failures.set(cause, (failures.get(cause) ?? 0) + 1);
      }
      told(answers.length + sum(failures));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, sendInTurn));
  } finally {
    agent.destroy();
  }
  return { sent: requests, answers, failures };
}

/** Sends one request; an error where it gets no answer. */
export function requestOnce(
  url: URL,
  traffic: Omit<ShopTraffic, "requests" | "visitors">,
  agent: http.Agent,
  signal: AbortSignal,
): Promise<Answer> {
  const { path, method = "GET", headers = {}, timeout = 15_000, bodies = false } = traffic;
  const { request: open } = url.protocol === "https:" ? https : http;
  const start = performance.now();
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = open(new URL(path, url), { method, agent, headers, signal, lookup }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        if (bodies) chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => {
        clearTimeout(deadline);
        const seconds = (performance.now() - start) / 1000;
        const body = Buffer.concat(chunks).toString("utf8");
        const { statusCode: status = 0, headers } = response;
        resolve({ status, seconds, body, cookies: headers["set-cookie"] ?? [], headers });
      });
    });
    // Counts the whole of the answer, where the option `timeout` of a request would only count a socket's silence.
    const deadline = setTimeout(() => outgoing.destroy(new Error(`no answer in ${timeout / 1000} s`)), timeout);
    const fail = (error: Error) => {
      clearTimeout(deadline);
      reject(error);
    };
    outgoing.on("error", fail);
    outgoing.end();
  });
}

function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** How many answers had this status. */
export function withStatus(answers: ShopAnswers, status: number): number {
  return answers.answers.filter((answer) => answer.status === status).length;
}

/** The longest that an answer took, in seconds; 0 where there was none. */
export function longest(answers: ShopAnswers): number {
  return answers.answers.reduce((most, { seconds }) => Math.max(most, seconds), 0);
}
