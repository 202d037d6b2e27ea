import type { Ground, Pod } from "../ground";

/** What a proxy wrote down of a request, as far as it is read here. */
export interface LogLine {
  /** With the query. */
  readonly path: string;
  readonly status: number;
  /** Envoy's words for what went wrong: `UO`, `UT`, `FI`, several joined by a comma; `-` where nothing did. */
  readonly flags: string;
  /** The route that the request took; `-` where it took none. */
  readonly route: string;
  /** Where it was sent, or was to be sent: `inbound|80||`. */
  readonly upstream: string;
  /** What the request bore as `x-request-id`; `-` where it bore none. */
  readonly requestId: string;
}

/** Places in a line of Istio's usual format, among words between spaces or in quotes. */
const REQUEST = 1;
const STATUS = 2;
const FLAGS = 3;
const REQUEST_ID = 13;
const UPSTREAM = 16;
const ROUTE = 21;

/** What is read of a line in JSON; what there is nothing to say of is left out, or null. */
interface JsonLine {
  readonly path?: string;
  readonly response_code?: number;
  readonly response_flags?: string | null;
  readonly route_name?: string | null;
  readonly upstream_cluster?: string | null;
  readonly request_id?: string | null;
}

/** Of Istio's two formats: text, as it is unless the mesh says otherwise, and JSON. Undefined where it is neither. */
export function parseLogLine(line: string): LogLine | undefined {
  if (/^\{.*\}$/.test(line)) {
    const { path, response_code, response_flags, route_name, upstream_cluster, request_id } = JSON.parse(
      line,
    ) as JsonLine;
    if (path === undefined || response_code === undefined) return undefined;
    const [flags, route, upstream] = [response_flags ?? "-", route_name ?? "-", upstream_cluster ?? "-"];
    return { path, status: response_code, flags, route, upstream, requestId: request_id ?? "-" };
  }
  const words = line.match(/"[^"]*"|\S+/g) ?? [];
  const [request = "", status = "", flags = "", requestId = "", upstream = "", route = ""] = [
    ...[REQUEST, STATUS, FLAGS, REQUEST_ID, UPSTREAM, ROUTE].map((place) => words[place]),
  ];
  // Of a connection that is no HTTP there is no path.
  const path = /^"\S+ (\/\S*) \S+"$/.exec(request)?.[1];
  if (path === undefined || !/^\d+$/.test(status) || route === "") return undefined;
  return { path, status: Number(status), flags, route, upstream, requestId: requestId.replaceAll('"', "") };
}

/** The lines of these pods' proxies with a text in the path, by pod. @param since in milliseconds, by this machine's clock */
export async function logLines(
  ground: Ground,
  pods: readonly Pod[],
  text: string,
  since: number,
): Promise<LogLine[][]> {
  const seconds = Math.ceil((Date.now() - since) / 1000) + 1;
  const logs = await Promise.all(pods.map((pod) => ground.proxyLog(pod, seconds)));
  return logs.map((log) =>
    log
      .split("\n")
      .flatMap((line) => parseLogLine(line) ?? [])
      .filter(({ path }) => path.includes(text)),
  );
}
