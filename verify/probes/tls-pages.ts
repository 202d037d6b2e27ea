import http2 from "node:http2";
import tls from "node:tls";
import { lookup } from "./lookup";

/** Pages asked for over TLS, each on a connection of its own. */
export interface TlsTraffic {
  /** Where the connection leads to. */
  readonly address: { readonly host: string; readonly port: number };
  /** The host that is asked for, and that the certificate must be for. */
  readonly host: string;
  /** Who may vouch for it, in PEM. Default: whom Node.js trusts. */
  readonly ca?: string;
  readonly requests: number;
}

export interface TlsPages {
  readonly sent: number;
  /** How often an outcome was seen: `h2 200`, or the code of the error. */
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Connections at once: one that is closed has been tried for seconds by what leads to the gateway. */
const CONCURRENCY = 20;

/** Longest that one page may take, in milliseconds. */
const TIMEOUT = 15_000;

/** What OpenSSL says where nobody known vouches for a certificate. */
const DISTRUST = ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "SELF_SIGNED_CERT_IN_CHAIN"];

export async function askOverTls(traffic: TlsTraffic, signal: AbortSignal): Promise<TlsPages> {
  const outcomes = new Map<string, number>();
  let sent = 0;
  const askInTurn = async () => {
    while (sent < traffic.requests) {
      sent += 1;
      const outcome = await page(traffic, signal).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
      signal.throwIfAborted();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, askInTurn));
  return { sent: traffic.requests, outcomes };
}

/** How many were served with this status over HTTP/2. */
export const servedOverHttp2 = ({ outcomes }: TlsPages, status: number): number => outcomes.get(`h2 ${status}`) ?? 0;

/** How many were not asked for, as nobody known vouches for the certificate. */
export const distrusted = ({ outcomes }: TlsPages): number =>
  DISTRUST.reduce((sum, code) => sum + (outcomes.get(code) ?? 0), 0);

async function page({ address, host, ca }: TlsTraffic, signal: AbortSignal): Promise<string> {
  const connection = tls.connect({
    ...{ ...address, lookup, servername: host, ALPNProtocols: ["h2", "http/1.1"], timeout: TIMEOUT },
    ...{ ca: ca ?? [...tls.rootCertificates], rejectUnauthorized: true },
  });
  const stop = () => connection.destroy(signal.reason as Error);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("secureConnect", resolve).once("error", reject);
      connection.once("timeout", () => reject(new Error(`no answer in ${TIMEOUT / 1000} s`)));
      connection.once("close", () => reject(new Error("closed")));
      signal.addEventListener("abort", stop, { once: true });
    });
    if (connection.alpnProtocol !== "h2") return String(connection.alpnProtocol);
    return `h2 ${await ask(connection, host, address.port)}`;
  } finally {
    signal.removeEventListener("abort", stop);
    connection.destroy();
  }
}

function ask(connection: tls.TLSSocket, host: string, port: number): Promise<number> {
  const authority = port === 443 ? host : `${host}:${port}`;
  const session = http2.connect(`https://${authority}`, { createConnection: () => connection });
  return new Promise<number>((resolve, reject) => {
    session.once("error", reject);
    const stream = session.request({ ":path": "/", ":method": "GET" });
    let status = 0;
    stream.once("response", (headers) => (status = Number(headers[":status"])));
    stream.once("error", reject);
    stream.once("end", () => resolve(status));
    stream.setTimeout(TIMEOUT, () => reject(new Error(`no answer in ${TIMEOUT / 1000} s`)));
    stream.resume();
  }).finally(() => session.destroy());
}
