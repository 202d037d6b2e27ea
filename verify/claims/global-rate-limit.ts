import { randomUUID } from "node:crypto";
import type { Claim } from "../claim";
import { oneOf, whole } from "../expectation";
import type { Finding } from "../finding";
import { atLeast, exactly } from "../finding";
import type { Ground } from "../ground";
import { countArrivals } from "../probes/arrivals";
import { untilDrained } from "../probes/drained";
import type { CallAnswers } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { roomInMinute } from "../probes/limit-window";
import { visit } from "../probes/pages";
import { CALLER, RECEIVER, VISITOR } from "../probes/places";
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
  /** What one account was answered by two pods together, and how much each was asked. */
  readonly together: { readonly answers: readonly CallAnswers[]; readonly arrivals: readonly number[] };
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
    await untilDrained(ground, await ground.pods({ name: "front-end" }));
    const accounts = [
      await askAs(ground, "BASIC", basicPerMinute, "an account of plan BASIC"),
      await askAs(ground, "BASIC", basicPerMinute, "another account of plan BASIC"),
      await askAs(ground, "PLUS", plusPerMinute, "an account of plan PLUS"),
      { who: "nobody's plan", limit: undefined, pages: await visit(ground, { path: "/", requests }) },
    ];
    return {
      accounts,
      together: await askBoth(ground, upstreams, plusPerMinute),
      cutOff: await askCutOff(ground, upstreams[1]),
    };
  },

  judge({ accounts, together, cutOff }, { plusPerMinute, limiterDown }) {
    const of = together.answers.reduce((sum, { calls }) => sum + calls, 0);
    const sum = (status: number) => together.answers.reduce((total, answers) => total + ended(answers, status), 0);
    const both = { where: CALLER, unit: "answers", of } as const;
    const status = limiterDown === "open" ? 200 : 500;
    return [
      ...accounts.flatMap(judgeAccount),
      exactly(plusPerMinute, { ...both, what: "one account at two pods: 200 together", seen: sum(200) }),
      exactly(of - plusPerMinute, { ...both, what: "one account at two pods: 429 together", seen: sum(429) }),
      ...together.arrivals.map((seen, index) =>
        atLeast(1, { what: `of these at pod ${index + 1}`, where: RECEIVER, seen, of, about: "measurement" }),
      ),
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

/** Each is asked for as much as the account may have, so that with a count for each pod all would be answered. */
async function askBoth(
  ground: Ground,
  upstreams: readonly PrivateUpstream[],
  limit: number,
): Promise<GlobalRateLimitReadings["together"]> {
  const headers = account("PLUS");
  await roomInMinute(ground, account("PLUS"));
  ground.say("calling two pods as one account");
  const counted = await Promise.all(
    upstreams.map(({ caller, receiver }) =>
      // A refused call does not get to the pod's program, but to its proxy, which counts what it lets through.
      countArrivals(ground, receiver, () =>
        call(ground, caller, { url: inMesh("front-end", "/"), calls: limit, headers }),
      ),
    ),
  );
  return { answers: counted.map(({ result }) => result), arrivals: counted.map(({ arrivals }) => arrivals) };
}

async function askCutOff(ground: Ground, { caller, receiver }: PrivateUpstream): Promise<CallAnswers | undefined> {
  if (!(await cutOff(ground, receiver))) return undefined;
  ground.say("calling a pod that cannot reach the rate limiter");
  const load = { url: inMesh("front-end", "/"), calls: CUT_OFF_CALLS, headers: account("BASIC") };
  return call(ground, caller, load);
}

function judgeAccount({ who, limit, pages }: AccountReadings): Finding[] {
  const of = pages.sent;
  const good = limit ?? of;
  const answers = { where: VISITOR, unit: "answers", of } as const;
  const limited = pages.answers.filter(isLimited).length;
  return [
    exactly(of, { ...answers, what: `${who}: answered`, seen: pages.answers.length, about: "measurement" }),
    exactly(good, { ...answers, what: `${who}: 200`, seen: withStatus(pages, 200) }),
    exactly(of - good, { ...answers, what: `${who}: 429 that says so in its headers`, seen: limited }),
  ];
}

/** Refused by the rate limiter, with what is left of the account's requests, and for how long. */
function isLimited({ status, headers }: Answer): boolean {
  const { "x-envoy-ratelimited": limited, "x-ratelimit-remaining": left, "x-ratelimit-reset": reset } = headers;
  return status === 429 && limited === "true" && left === "0" && Number(reset) <= 60;
}
