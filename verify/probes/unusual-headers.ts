import net from "node:net";
import { performance } from "node:perf_hooks";
import tls from "node:tls";
import { lookup } from "./lookup";
import type { Answer, ShopAnswers } from "./shop-traffic";

/** Longest that one answer may take, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Asks for the front page, one time after the other, with headers that no HTTP library sends as their names are none. Each
 * request is written onto a connection of its own, which ends with the answer's first line: what is kept of it is its
 * status, and how long that took.
 *
 * @param headers those of a request, by how many were sent before it
 */
export async function sendUnusual(
  url: URL,
  headers: (sent: number) => Readonly<Record<string, string>>,
  requests: number,
  signal: AbortSignal,
): Promise<ShopAnswers> {
  const answers: Answer[] = [];
  const failures = new Map<string, number>();
  for (let sent = 0; sent < requests; sent += 1) {
    const start = performance.now();
    try {
      const status = await askOnce(url, headers(sent), signal);
      answers.push({ status, seconds: (performance.now() - start) / 1000, body: "", cookies: [], headers: {} });
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = error as NodeJS.ErrnoException;
      const cause = code ?? message;
      failures.set(cause, (failures.get(cause) ?? 0) + 1);
    }
  }
  return { sent: requests, answers, failures };
}

function askOnce(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const secure = url.protocol === "https:";
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const place = { host, port: Number(url.port) || (secure ? 443 : 80), lookup };
    const socket = secure
      ? tls.connect({ ...place, ...(net.isIP(host) === 0 && { servername: host }) })
      : net.connect(place);
    let heard = "";
    const abort = () => socket.destroy(signal.reason as Error);
    const deadline = setTimeout(() => socket.destroy(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
    signal.addEventListener("abort", abort, { once: true });
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
      // Envoy leaves a connection open for a second after it has refused a request.
      if (statusIn(heard) !== undefined) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", abort);
      const status = statusIn(heard);
      if (status === undefined) reject(new Error("the connection ended without an answer"));
      else resolve(status);
    });
    socket.write(requestText(url, headers));
  });
}

/** A request after whose answer the connection ends. */
export function requestText(url: URL, headers: Readonly<Record<string, string>>): string {
  const all = { host: url.host, ...headers, connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return ["GET / HTTP/1.1", ...lines, "", ""].join("\r\n");
}

/** The status that an answer begins with; undefined where it is none. */
export function statusIn(answer: string): number | undefined {
  const [, status] = /^HTTP\/1\.[01] (\d{3})[ \r]/.exec(answer) ?? [];
  return status === undefined ? undefined : Number(status);
}
