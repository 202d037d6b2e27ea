/**
 * What is seen of the mesh, one line of JSON each, in the order of time: the observer prints them, the server adds its
 * visitors' answers, a recording is nothing else.
 */

/** Changes with the meaning of the lines. */
export const FORMAT = 1;

interface Timed {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The first line. */
export interface Begun extends Timed {
  readonly kind: "begun";
  readonly format: number;
  readonly namespace: string;
}

/** The program's record, written last of all: what it says is served. */
export interface Recorded extends Timed {
  readonly kind: "recorded";
  /** Names of the stages, joined by a comma; empty where nothing is deployed. */
  readonly stage: string;
  /** What the audience is told. */
  readonly shows: string;
}

/** An object of the mesh was made or changed. */
export interface Changed extends Timed {
  readonly kind: "changed";
  /** `Kind/name` */
  readonly object: string;
}

/** What the objects, taken together, ask of the mesh. Said whenever it is another. */
export interface Asked extends Timed {
  readonly kind: "asked";
  readonly intent: Intent;
}

export interface Intent {
  /** Of requests at the gateway that no match picks out, in percent; of versions that get none there is none. */
  readonly weights: Readonly<Record<string, number>>;
  /** Whether some match picks out requests there, in words; empty where none does. */
  readonly matches: readonly string[];
  /** The version that gets copies, and of how many percent. */
  readonly copies?: { readonly to: string; readonly percent: number };
  readonly delay?: { readonly seconds: string; readonly percent: number };
  readonly abort?: { readonly status: number; readonly percent: number };
  readonly retries?: { readonly attempts: number; readonly perTry: string };
  readonly timeout?: string;
  readonly breaker?: { readonly connections: number; readonly pending: number };
  /** How calls to catalogue choose a pod, where not as the mesh has it. */
  readonly balancing?: string;
  readonly cors?: readonly string[];
  /** Whether the pods take calls without mutual TLS; undefined where the mesh decides. */
  readonly mutualTls?: string;
  /** Services that some callers alone may call. */
  readonly guarded: readonly string[];
  /** Services whose own proxies limit how much they answer, and those that read tokens. */
  readonly limited: readonly string[];
  readonly tokensAt: readonly string[];
  /** The one host outside that pods may call. */
  readonly egress?: string;
  /** Whether visitors come over TLS. */
  readonly tls: boolean;
  /** Which requests are written down. */
  readonly accessLog?: string;
  /** Of how many percent of requests sidecars report traces. */
  readonly traced?: number;
}

/** The pods of the shop's namespace with what else is looked at; all of them, each time. */
export interface Pods extends Timed {
  readonly kind: "pods";
  readonly pods: readonly PodSeen[];
}

export interface PodSeen {
  /** `namespace/name` */
  readonly name: string;
  readonly app: string;
  readonly version: string;
  readonly ip: string;
  readonly ready: boolean;
  readonly proxy: "gateway" | "sidecar" | "none";
}

/** What one proxy has counted since it began. What is 0 is left out. */
export interface Counted extends Timed {
  readonly kind: "counted";
  /** `namespace/name` */
  readonly pod: string;
  readonly app: string;
  /** Whether its pod came after the observer began, so that all it has counted is new. */
  readonly young: boolean;
  /** Requests sent to each endpoint, by `service|subset|address`. */
  readonly sent: Readonly<Record<string, number>>;
  /** Requests that wait for an answer now, by `service|subset`. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Endpoints that outlier detection has put aside, by `service|subset|address`. */
  readonly aside: readonly string[];
  /** By route, then as Envoy names it: `front-end-to-v1` → `upstream_rq_200`. */
  readonly routes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of calls that arrived: allowed, denied, limited. */
  readonly arrived: Readonly<Record<string, number>>;
}

/** A proxy that was asked and did not answer. */
export interface Silent extends Timed {
  readonly kind: "silent";
  readonly pod: string;
  readonly why: string;
}

/** How many proxies serve the objects as they are deployed. */
export interface Serving extends Timed {
  readonly kind: "serving";
  readonly serving: number;
  readonly of: number;
  /** Those that do not, `namespace/name`. */
  readonly late: readonly string[];
}

/** Whether the cluster's API answers; said when that changes. */
export interface Api extends Timed {
  readonly kind: "api";
  readonly answers: boolean;
}

/** The observer lives. */
export interface Alive extends Timed {
  readonly kind: "alive";
}

/** What came of visitors' requests in the tenth of a second before. */
export interface Visits extends Timed {
  readonly kind: "visits";
  /** Requests a second that were asked for. */
  readonly rate: number;
  readonly visits: readonly Visit[];
}

/** What visitors ought to bring and do not have; said when that changes. */
export interface Lacking extends Timed {
  readonly kind: "lacking";
  /** In words; empty where they lack nothing. */
  readonly what: string;
}

export interface Visit {
  readonly path: string;
  readonly as: string;
  /** The answer's status, or why there was none: `200`, `ECONNRESET`. */
  readonly outcome: string;
  /** As the answer's header `x-version` says; empty where none does. */
  readonly version: string;
  /** From sending to the last byte, in milliseconds. */
  readonly took: number;
}

export type Line =
  Begun | Recorded | Changed | Asked | Pods | Counted | Silent | Serving | Api | Alive | Visits | Lacking;

/** @throws Error where it is no line of what was seen */
export function readLine(text: string): Line {
  const line = JSON.parse(text) as Partial<Line> | null;
  if (typeof line?.at !== "number" || typeof line.kind !== "string") throw new Error("it has no time or no kind");
  if (line.kind === "begun" && line.format !== FORMAT) {
    throw new Error(`it is of format ${line.format}, and this program reads ${FORMAT}`);
  }
  return line as Line;
}
