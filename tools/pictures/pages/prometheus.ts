import { setTimeout as pause } from "node:timers/promises";
import { Mistake } from "../../../command-line/mistake.ts";
import type { RuleName } from "../../../src/needs/prometheus-rules.ts";
import { ask } from "../../dashboards/answers.ts";
import { goldenSignals } from "../../dashboards/golden-signals.ts";
import type { ToolPage } from "../tool-page.ts";

const rule: RuleName = "shop:requests:rate";

/** What is asked for: what either version answers with 200, itself or by a call of its own, and what it has not: 404. */
const visits = [
  { path: "/", rate: 15 },
  { path: "/catalogue", rate: 15 },
  { path: "/no-such-page", rate: 10 },
];

/** Two versions, each with two statuses. */
const lines = 4;

/** How long is looked at, in seconds. It is the picture's width, no wait for something. */
const look = 60;

export const prometheus: ToolPage = {
  shows: "requests a second to front-end, by version and status, as Prometheus graphs them in stage canary",
  tool: "prometheus",
  stage: "metrics,canary",
  visits,
  height: 900,
  async show(page, tool, { ground }) {
    ground.say(`${look} s of pages`);
    await pause(1000 * look, undefined, { signal: ground.signal });
    const graph = { expr: `${rule}{service="front-end"}`, tab: "0", range_input: `${look}s` };
    const query = new URLSearchParams(Object.entries(graph).map(([key, value]) => [`g0.${key}`, value]));
    await page.goto(new URL(`${tool.pathname}?${query.toString()}`, tool).href);
    await page
      .locator(".legend .line")
      .nth(lines - 1)
      .waitFor();
    // With traffic of every kind, so that each graph of the dashboard must have something to show.
    const empty = (await ask(goldenSignals(), tool, ground.signal)).filter(({ series }) => series === 0);
    if (empty.length === 0) return;
    throw new Mistake(`Prometheus has nothing for the dashboard's ${empty.map(({ query }) => query).join(", ")}`);
  },
};
