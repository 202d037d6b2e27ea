import type { Ground, Pod } from "../ground";
import { bodyOf } from "./fortio";

/** What one proxy reported of one request. */
export interface Span {
  readonly trace: string;
  /** Whose proxy: of the caller (`CLIENT`) or of who was called. */
  readonly kind: string;
  /** Name of the service that the proxy is of, without its namespace. */
  readonly service: string;
  readonly seconds: number;
  readonly status: number;
  readonly url: string;
  /** What the request bore as `x-request-id`. */
  readonly requestId: string;
}

/** The parts that are read of a span in Zipkin's API, version 2. */
interface ZipkinSpan {
  readonly traceId: string;
  readonly kind?: string;
  /** In microseconds; none where it was less than one. */
  readonly duration?: number;
  readonly localEndpoint?: { readonly serviceName?: string };
  readonly tags?: Readonly<Record<string, string>>;
}

/** Address of Zipkin's API, as a pod of the mesh calls it. */
const API = "http://zipkin:9411/api/v2";

/** The spans of requests for exactly this address, as far as Zipkin has them by now; undefined where it does not answer. */
export async function spansOf(ground: Ground, asker: Pod, url: string, most: number): Promise<Span[] | undefined> {
  const query = new URLSearchParams({ annotationQuery: `http.url=${url}`, limit: String(most) });
  const answer = await bodyOf(ground, asker, `${API}/traces?${query.toString()}`, ["-stdclient", "-timeout", "15s"]);
  return parseTraces(answer)?.filter((span) => span.url === url);
}

/** Reads an answer of Zipkin's to `/traces`, a list of lists of spans; undefined where it is none. */
export function parseTraces(answer: string): Span[] | undefined {
  if (!answer.startsWith("[")) return undefined;
  return (JSON.parse(answer) as ZipkinSpan[][])
    .flat()
    .map(({ traceId, kind = "", duration = 0, localEndpoint, tags = {} }) => ({
      trace: traceId,
      kind,
      service: localEndpoint?.serviceName?.split(".")[0] ?? "",
      seconds: duration / 1e6,
      status: Number(tags["http.status_code"] ?? 0),
      url: tags["http.url"] ?? "",
      requestId: tags["guid:x-request-id"] ?? "",
    }));
}
