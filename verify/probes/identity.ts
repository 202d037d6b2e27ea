import type { Ground, Pod } from "../ground";

/** Who called, as the receiver's proxy tells the program: the name in the caller's certificate. Undefined where it has none. */
export function callerIn(echo: string): string | undefined {
  // fortio's /debug answers with the request's headers; the certificate of whoever forwards comes last.
  const header = /^X-Forwarded-Client-Cert: (.*)$/im.exec(echo)?.[1] ?? "";
  return [...header.matchAll(/URI=(spiffe:\/\/[^;,\s]+)/g)].at(-1)?.[1];
}

/** TLS handshakes that a temporary pod's proxy has finished since it started, for calls that arrived. */
export async function handshakes(ground: Ground, pod: Pod): Promise<number> {
  return parseHandshakes(await ground.envoy(pod, "stats?filter=listener.0.0.0.0_15006.ssl.handshake"));
}

/** Envoy makes the counter with the first one. */
export function parseHandshakes(stats: string): number {
  return Number(/^listener\.0\.0\.0\.0_15006\.ssl\.handshake: (\d+)$/m.exec(stats)?.[1] ?? 0);
}
