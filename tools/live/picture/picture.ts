import type { Intent } from "../seen/lines.ts";

/** All that the page shows at one time. The page draws it and knows nothing else. */
export interface Picture {
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
  readonly stage: string;
  readonly shows: string;
  /** Whether objects have changed since the last record. */
  readonly switching: boolean;
  /** Seconds since anything was heard of the observer; undefined while it is heard. */
  readonly stale: number | undefined;
  /** Whether the cluster's API answers, so that changes are seen. */
  readonly apiAnswers: boolean;
  readonly proxies: {
    readonly serving: number;
    readonly of: number;
    /** Those that have not answered for three seconds, or for two of their turns. */
    readonly silent: readonly string[];
  };
  readonly intent: Intent;
  readonly requests: {
    /** Asked for of the visitors. */
    readonly asked: number;
    /** Sent on to front-end in the last five seconds, a second, as the gateway counted. */
    readonly counted: number;
  };
  /** By version of front-end. */
  readonly versions: Readonly<Record<string, VersionShown>>;
  /** Copies to that version, which the gateway counts like requests. */
  readonly copies: { readonly to: string; readonly since: number; readonly perSecond: number } | undefined;
  readonly catalogue: {
    readonly pods: readonly PodShown[];
    readonly perSecond: number;
    /** Calls that callers' proxies refused since the switch, and let through. */
    readonly refused: number;
    readonly let: number;
    /** Tries of each call since the switch. */
    readonly tries: number | undefined;
    readonly waiting: number;
    /** Answers since the switch by status, as callers' proxies counted. */
    readonly codes: Readonly<Record<string, number>>;
    readonly timeouts: number;
  };
  /** Requests a second to each further service that speaks HTTP, as those callers counted that are asked each second. */
  readonly others: Readonly<Record<string, number>>;
  /** Requests that the shop's own proxies refused since the switch by a policy. */
  readonly denied: number;
  /** What watches beside the shop, by the name of its Service, where it runs. */
  readonly watchers: readonly string[];
  /** Answers to visitors in the last five seconds and since the switch. */
  readonly answers: readonly OutcomeShown[];
  readonly times: { readonly p50: number | undefined; readonly p99: number | undefined };
  /** What visitors ought to bring in this stage and do not have, in words; empty where they lack nothing. */
  readonly lacking: string;
  /** What is told in words: what this stage makes of the traffic. */
  readonly tells: readonly string[];
  readonly seconds: readonly SecondShown[];
  readonly switches: readonly SwitchShown[];
}

export interface VersionShown {
  readonly pods: number;
  readonly ready: number;
  /** Requests since the switch, copies not among them. */
  readonly since: number;
  /** Of all, since the switch; undefined where there were none. */
  readonly share: number | undefined;
  /** Three standard deviations of that share by chance. */
  readonly band: number;
  /** In the last five seconds, of all. */
  readonly recent: number | undefined;
  readonly perSecond: number;
  /** What the routes ask for, in percent; undefined where a match decides. */
  readonly asked: number | undefined;
}

export interface PodShown {
  readonly name: string;
  readonly ready: boolean;
  /** Whether outlier detection has put it aside. */
  readonly aside: boolean;
  readonly since: number;
  readonly share: number | undefined;
}

export interface OutcomeShown {
  readonly outcome: string;
  readonly recent: number;
  readonly since: number;
  /** Of the last five seconds' answers. */
  readonly share: number;
}

/** One second of the timeline. */
export interface SecondShown {
  readonly at: number;
  readonly v1: number;
  readonly v2: number;
  /** Answers to visitors of 400 and more, and requests without one. */
  readonly failed: number;
}

/** When a switch came to each of its three points; undefined where it has not. */
export interface SwitchShown {
  readonly stage: string;
  readonly changed: number;
  readonly served: number | undefined;
  readonly done: number | undefined;
}
