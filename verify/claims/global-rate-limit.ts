import { randomUUID } from "node:crypto";
import type { Claim } from "../claim";
import { oneOf, whole } from "../expectation";
import type { Finding } from "../finding";
import { exactly } from "../finding";
import type { Ground } from "../ground";
import type { CallAnswers } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { roomInMinute } from "../probes/limit-window";
import { visit } from "../probes/pages";
import { CALLER, VISITOR } from "../probes/places";
import type { PrivateUpstream } from "../probes/private-upstream";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";
import { cutOff } from "../probes/rate-limiter";
import type { Answer, ShopAnswers } from "../probes/shop-traffic";
import { withStatus } from "../probes/shop-traffic";

export interface GlobalRateLimitNumbers {
  basicPerMinute: number;
  plusPerMinute: number;
  limiterDown: "open" | "closed";
}

/** Pages that one account asked for. */
export interface AccountReadings {
  readonly who: string;
  /** Requests a minute that it is answered; undefined where it has no plan. */
  readonly limit: number | undefined;
  readonly pages: ShopAnswers;
}

export interface GlobalRateLimitReadings {
  readonly accounts: readonly AccountReadings[];
  /** What one account was answered by a pod that it asked for half of what it may have, and then by another. */
  readonly atTwoPods: readonly [CallAnswers, CallAnswers];
  /** What a pod answers that cannot reach the rate limiter; undefined where none is deployed. */
  readonly cutOff: CallAnswers | undefined;
}

/** Calls to a pod that cannot reach the rate limiter; each is decided alike. */
const CUT_OFF_CALLS = 10;

export const globalRateLimit: Claim<GlobalRateLimitNumbers, GlobalRateLimitReadings> = {
  stage: "global-rate-limit",
  shows: "an account of plan BASIC gets 5 answers a minute, one of plan PLUS 20, whichever pod it meets; then 429",
  measured:
    "statuses and headers by account, at the visitor; by two pods of front-end's kind together; by one without the limiter",
  expects: {
    basicPerMinute: whole(5, 1, 500, "requests a minute of an account with plan BASIC"),
    plusPerMinute: whole(20, 1, 500, "requests a minute of an account with plan PLUS"),
    limiterDown: oneOf("open", ["open", "closed"], "whether there is an answer without the rate limiter"),
  },
  // Without a plan; what accounts ask for follows from their limit.
  requests: { usual: 50, least: 50 },
  control: () => ({ stage: "baseline", because: "nobody counts, so all get 200" }),

  async measure(ground, { basicPerMinute, plusPerMinute }, requests) {
    const upstreams = [await bringFrontEnd(ground), await bringFrontEnd(ground)] as const;
    const accounts = [
      await askAs(ground, "BASIC", basicPerMinute, "an account of plan BASIC"),
      await askAs(ground, "BASIC", basicPerMinute, "another account of plan BASIC"),
      await askAs(ground, "PLUS", plusPerMinute, "an account of plan PLUS"),
      { who: "nobody's plan", limit: undefined, pages: await visit(ground, { path: "/", requests }) },
    ];
    return {
      accounts,
      atTwoPods: await askBoth(ground, upstreams, plusPerMinute),
      cutOff: await askCutOff(ground, upstreams[1]),
    };
  },

  judge({ accounts, atTwoPods: [first, second], cutOff }, { plusPerMinute, limiterDown }) {
    const atSecond = { where: CALLER, unit: "answers", of: second.calls } as const;
    const left = plusPerMinute - first.calls;
    const status = limiterDown === "open" ? 200 : 500;
    return [
      ...accounts.flatMap(judgeAccount),
      exactly(first.calls, {
        ...{ what: "one account at a pod: 200", where: CALLER, unit: "answers", of: first.calls },
        seen: ended(first, 200),
      }),
      // With a count for each pod it would be all.
      exactly(left, { ...atSecond, what: "the same account at another pod: 200", seen: ended(second, 200) }),
      exactly(second.calls - left, {
        ...atSecond,
        what: "the same account at another pod: 429",
        seen: ended(second, 429),
      }),
      exactly(CUT_OFF_CALLS, {
        ...{ what: `a pod without the rate limiter: ${status}`, where: CALLER, unit: "answers", of: CUT_OFF_CALLS },
        seen: cutOff ? ended(cutOff, status) : 0,
      }),
    ];
  },
};

/** A pod of front-end's kind, so with its filters, that only its caller reaches, whichever version that is sent to. */
function bringFrontEnd(ground: Ground): Promise<PrivateUpstream> {
  return bringPrivateUpstream(ground, "front-end", "v1", "v2");
}

/** Of an account that nobody has had before, so that a run finds nothing of the one before it. */
function account(plan: string): Record<string, string> {
  return { "x-plan": plan, "x-account": `verify-${randomUUID()}` };
}

async function askAs(ground: Ground, plan: string, limit: number, who: string): Promise<AccountReadings> {
  await roomInMinute(ground, account(plan));
  return { who, limit, pages: await visit(ground, { path: "/", requests: 2 * limit, headers: account(plan) }) };
}

/** One after the other: the first for half of what the account may have, the second for all of it. */
async function askBoth(
  ground: Ground,
  [one, other]: readonly [PrivateUpstream, PrivateUpstream],
  limit: number,
): Promise<GlobalRateLimitReadings["atTwoPods"]> {
  const headers = { ...ground.visitor, ...account("PLUS") };
  await roomInMinute(ground, account("PLUS"));
  ground.say("calling two pods as one account");
  const ask = ({ caller }: PrivateUpstream, calls: number) =>
    call(ground, caller, { url: inMesh("front-end", "/"), calls, headers });
  return [await ask(one, Math.ceil(limit / 2)), await ask(other, limit)];
}

async function askCutOff(ground: Ground, { caller, receiver }: PrivateUpstream): Promise<CallAnswers | undefined> {
  if (!(await cutOff(ground, receiver))) return undefined;
  ground.say("calling a pod that cannot reach the rate limiter");
  const load = {
    url: inMesh("front-end", "/"),
    calls: CUT_OFF_CALLS,
    headers: { ...ground.visitor, ...account("BASIC") },
  };
  return call(ground, caller, load);
}

function judgeAccount({ who, limit, pages }: AccountReadings): Finding[] {
  const of = pages.sent;
  const good = limit ?? of;
  const answers = { where: VISITOR, unit: "answers", of } as const;
  const limited = pages.answers.filter((answer) => isLimited(answer, limit)).length;
  const resets = pages.answers.map(({ headers }) => Number(headers["x-ratelimit-reset"] ?? 0));
  return [
    exactly(of, { ...answers, what: `${who}: answered`, seen: pages.answers.length, about: "measurement" }),
    // What is left of the minute only grows where another begins.
    exactly(0, {
      ...answers,
      what: `${who}: over the end of a minute`,
      seen: (resets.at(-1) ?? 0) > (resets[0] ?? 0) ? 1 : 0,
      about: "measurement",
    }),
    exactly(good, { ...answers, what: `${who}: 200`, seen: withStatus(pages, 200) }),
    exactly(of - good, { ...answers, what: `${who}: 429 that says so in its headers`, seen: limited }),
  ];
}

/** Refused by the rate limiter, with the account's limit, what is left of it, and for how long. */
function isLimited({ status, headers }: Answer, limit: number | undefined): boolean {
  const { "x-envoy-ratelimited": limited, "x-ratelimit-remaining": left, "x-ratelimit-reset": reset } = headers;
  const [said] = String(headers["x-ratelimit-limit"]).split(",");
  return status === 429 && limited === "true" && said === String(limit) && left === "0" && Number(reset) <= 60;
}
