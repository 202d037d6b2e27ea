import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "../../../verify/ground.ts";
import { untilDrained } from "../../../verify/probes/drained.ts";
import { sendTraffic } from "../../../verify/probes/shop-traffic.ts";
import { atPace } from "../at-pace.ts";
import { plot } from "../plot.ts";
import { drawAnswers, type Answered } from "./draw-answers.ts";

interface Rows {
  readonly requests: readonly Answered[];
}

/** Each is an account that nobody has had before. */
const ACCOUNTS = [
  { who: "BASIC, 5 a minute", plan: "BASIC" },
  { who: "PLUS, 20 a minute", plan: "PLUS" },
  { who: "no plan", plan: undefined },
];

const MINUTE = 60;
/** Seconds: one minute, and of the next as much as PLUS needs to use it up. */
const LOOK = 85;
/** How long after the minute's beginning the first request is sent, in seconds: then none falls on the next one's. */
const AFTER = 0.5;

export const globalRateLimit = plot<Rows>({
  shows: "answers 200 and 429 over time to an account of each plan, and without a plan, over the end of a minute",
  how:
    "a front page a second for 85 s from the start of a minute, for an account of plan BASIC, one of PLUS and none, " +
    "in stage global-rate-limit; statuses at the visitor",
  async measure({ ground, deploy }) {
    await deploy("global-rate-limit");
    await untilDrained(ground, await ground.pods({ name: "front-end" }));
    const accounts = ACCOUNTS.map(({ who, plan }) => ({
      who,
      headers: plan === undefined ? undefined : { "x-plan": plan, "x-account": `pictures-${randomUUID()}` },
    }));
    const minute = await nextMinute(ground);
    ground.say(`a page a second for each account, for ${LOOK} s`);
    const turns = await atPace({ every: 1, times: LOOK, signal: ground.signal }, () => {
      const at = (Date.now() - minute) / 1000;
      return Promise.all(
        accounts.map(async ({ who, headers }) => ({ who, at, status: await statusOfPage(ground, headers) })),
      );
    });
    return { requests: turns.flat() };
  },
  draw({ requests }) {
    const refused = requests.filter(({ status }) => status === 429).length;
    return {
      title: "Each account gets its plan's answers, each minute anew",
      caption: `${requests.length} front pages, ${refused} of them refused; counted at the visitor.`,
      spec: drawAnswers(requests, {
        time: "asked for at, in seconds",
        mark: { at: MINUTE, text: "the next minute" },
      }),
    };
  },
});

/**
 * Waits until the rate limiter's next minute has begun. It counts by the wall clock, which in the lab is this program's too.
 *
 * @returns when the minute began, on the clock of `Date.now()`
 */
async function nextMinute(ground: Ground): Promise<number> {
  const minute = Math.ceil(Date.now() / MINUTE / 1000) * MINUTE * 1000;
  const left = minute - Date.now();
  ground.say(`waiting ${(left / 1000).toFixed(0)} s for the next minute`);
  await pause(left + AFTER * 1000, undefined, { signal: ground.signal });
  return minute;
}

async function statusOfPage(ground: Ground, headers: Record<string, string> | undefined): Promise<number> {
  const traffic = { path: "/", requests: 1, ...(headers && { headers }) };
  const { answers } = await sendTraffic(ground.url, traffic, ground.signal);
  return answers[0]?.status ?? -1;
}
