import type { HttpRoute, TrafficPolicy } from "../mesh/istio";
import type { Parameter, ParameterValues } from "../config/parameter";
import type { Version } from "../shop/service";
import type { HttpServiceName, TcpServiceName, VersionOf } from "../shop/services";

/** One rule of a service's routing. The first whose match fits a request decides. */
export interface Route<V extends Version = Version> {
  /** Requests it is for, in Istio's words. Default: all. */
  readonly match?: HttpRoute["match"];
  /**
   * In place of that: requests that come through the gateway with a token that claims this (or lists it among others) and
   * that the gateway believes. Needs `entrance.tokens`. Inside the mesh, where nobody reads claims, there is no such route.
   */
  readonly claim?: { readonly name: string; readonly value: string };
  /** The version that answers, or the share of each in percent. */
  readonly to: V | Readonly<Partial<Record<V, number>>>;
  /** Headers to add to requests to a version, or to its answers, in Istio's words. Default: none. */
  readonly headers?: Readonly<Partial<Record<V, HttpRoute["headers"]>>>;
  /** A version that gets a copy of these requests, and of how many percent of them; its answers are dropped. Default: none. */
  readonly mirror?: { readonly to: V; readonly percent: number };
}

/** What a stage may say about any service. */
export interface TcpChange {
  /** Pods of each version. Default: 1. */
  readonly replicas?: number;
  /** How callers balance, limit and guard their connections, in Istio's words. Default: Istio's own. */
  readonly trafficPolicy?: TrafficPolicy;
}

/** Requests that a pod answers in a period, whoever sends them; those beyond get 429 from its own proxy. */
export interface RequestLimit {
  /** Also the most that it answers at once. */
  readonly requests: number;
  /** Whole seconds, in Istio's notation: `60s`. */
  readonly per: string;
}

/** Requests that an account may send, counted by the rate limiter over all pods; those beyond get 429. */
export interface AccountLimits {
  /** By plan, which a request names in the header `x-plan`: requests a minute of each account (header `x-account`). */
  readonly plans: Readonly<Record<string, number>>;
  /** What requests get while the rate limiter does not answer: an answer as ever (`open`), or 500 (`closed`). */
  readonly limiterDown: "open" | "closed";
}

/** Who has a token of this kind is let in; who has another, or none, is not. */
export interface Tokens {
  /** Who issued it (`iss`). */
  readonly issuer: string;
  /** Whom it is for (`aud`). */
  readonly audience: string;
  /** Paths that are asked for without one. */
  readonly notAt: readonly string[];
}

/** What a service's own proxies do to the calls that arrive. Default: nothing. */
export interface Inbound {
  readonly limit?: RequestLimit;
  /** Needs `rate-limiter`. */
  readonly accountLimits?: AccountLimits;
  /** The only methods of requests that those may use who are let in; others get 403. Default: any. */
  readonly methods?: readonly string[];
  /** JSON Web Tokens, signed with the stack's key, that requests must bear. Default: none. */
  readonly tokens?: Tokens;
}

/** What a stage may say about the shop's namespace as a whole. */
export interface NamespaceChange {
  /** Whether pods take calls that do not prove who calls. Default: as the mesh has it. */
  readonly mutualTls?: "STRICT" | "PERMISSIVE";
  /** Who may call: anyone, or of each service the callers that the table of services names. Default: anyone. */
  readonly callers?: "declared";
  /** The one host outside the mesh that pods may call. Default: what the mesh lets them. */
  readonly egress?: { readonly host: string };
  /** Which requests pods' proxies write down: `all`, or those of which this CEL expression is true. Default: as the mesh has it. */
  readonly accessLog?: { readonly filter: string };
  /** What is read of the proxies' counters. Needs `prometheus`. Default: nothing. */
  readonly metrics?: Metrics;
  /** Of how many percent of requests pods' proxies report traces. Needs `zipkin`. Default: as the mesh has it. */
  readonly tracing?: { readonly sampling: number };
}

export interface Metrics {
  /** How long it is kept, in Istio's notation: `2h`. */
  readonly keptFor: string;
}

/** What a stage may say about the way in: the ingress gateway, and the shop's Gateway there. */
export interface EntranceChange {
  /** Visitors are answered over TLS alone, and plain HTTP is redirected to it. Default: plain HTTP alone. */
  readonly tls?: EntranceTls;
  /**
   * JSON Web Tokens, signed with the stack's key, that the gateway believes: routes can go by what they claim. A request
   * with another token is answered 401, one without any goes on. Default: the gateway reads none.
   */
  readonly tokens?: EntranceTokens;
}

export interface EntranceTls {
  /** The name that the certificate is for. */
  readonly host: string;
  /** Where visitors reach port 443 of the gateway. */
  readonly port: number;
}

export type EntranceTokens = Pick<Tokens, "issuer" | "audience">;

/** What a stage may say about a service that speaks HTTP. */
export interface HttpChange<V extends Version = Version> extends TcpChange {
  /** Versions that run beside v1. A need, not a setting: those of several stages add up. Default: none. */
  readonly alsoRuns?: readonly V[];
  /** Default: everything to v1. */
  readonly routes?: readonly Route<V>[];
  /** What callers' proxies do to every call, whichever route it takes, in Istio's words. Default: nothing. */
  readonly calls?: Readonly<Pick<HttpRoute, "fault" | "retries" | "timeout" | "headers" | "corsPolicy">>;
  /** Default: nothing. */
  readonly inbound?: Inbound;
}

/** How a stage differs from the baseline. */
export interface Changes {
  readonly services?: { readonly [S in HttpServiceName]?: HttpChange<VersionOf<S>> } & {
    readonly [S in TcpServiceName]?: TcpChange;
  };
  readonly namespace?: NamespaceChange;
  readonly entrance?: EntranceChange;
  /** What runs beside the shop; of several stages it adds up, like `alsoRuns`. Default: nothing. */
  readonly needs?: readonly Need[];
}

/** A workload that is no part of the shop. */
export type Need = "fortio" | "rate-limiter" | "prometheus" | "zipkin";

/** A step of the talk. `Others` are the values of other stages' parameters that it goes by too. */
export interface Stage<Values extends ParameterValues = ParameterValues, Others extends object = object> {
  /** Config keys that turn the stage's knobs. No two stages declare one. */
  readonly parameters?: { readonly [Key in keyof Values]: Parameter<Values[Key]> };
  /** Config keys of `Others`. Default: none. */
  readonly alsoReads?: readonly string[];
  /**
   * Stages, by name, that are not deployed together with this one, each with why neither could be proven then. It holds
   * for both; one of them says it. A stage that changes nothing stands alone without saying so. Default: none.
   */
  readonly notWith?: Readonly<Record<string, string>>;
  /** What the audience is told. */
  shows(values: Values & Others): string;
  changes(values: Values & Others): Changes;
}

/** A service as the selected stages want it, defaults filled in. */
export interface ServiceTraffic extends Omit<HttpChange, "alsoRuns"> {
  readonly versions: readonly Version[];
  readonly replicas: number;
  readonly routes: readonly Route[];
}
