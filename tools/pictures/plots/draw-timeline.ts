import { colours } from "../looks.ts";
import type { Body } from "../plot.ts";
import type { Timeline } from "../timeline.ts";

interface Words {
  /** Title of the upright axis. */
  readonly what: string;
  /** Whether the versions add up (shares) or stand beside each other (copies). */
  readonly stack: boolean;
  readonly v1: string;
  readonly v2: string;
}

/** What the versions got over time; grey where `pulumi up` ran; below it what failed. */
export function drawTimeline({ samples, switches }: Timeline, { what, stack, v1, v2 }: Words): Body {
  const rates = samples.flatMap(({ at, span, ...counts }) => [
    { at, rate: counts.v1 / span, version: v1 },
    { at, rate: counts.v2 / span, version: v2 },
  ]);
  const failures = samples.map(({ at, span, failed }) => ({ at, rate: failed / span }));
  const end = Math.ceil(Math.max(...samples.map(({ at }) => at)));
  const x = { field: "at", type: "quantitative", scale: { domain: [0, end], nice: false } } as const;
  const bands = {
    data: { values: switches.map(({ to, from, until }) => ({ at: from, until, to: `up: ${to}` })) },
    encoding: { x: { ...x, axis: null }, x2: { field: "until" } },
  };
  const grey = { ...bands, mark: { type: "rect" as const, color: colours.faint, opacity: 0.7 } };
  const versions = {
    data: { values: rates },
    mark: stack ? { type: "area" as const, opacity: 0.85 } : { type: "line" as const, strokeWidth: 2 },
    encoding: {
      x: { ...x, axis: { title: null, labels: false, ticks: false } },
      y: {
        field: "rate",
        type: "quantitative" as const,
        stack: stack ? ("zero" as const) : null,
        title: what,
        scale: { domainMin: 0 },
      },
      color: {
        field: "version",
        scale: { domain: [v1, v2], range: [colours.v1, colours.v2] },
        title: null,
        legend: { orient: "bottom" as const },
      },
    },
  };
  const labels = {
    ...bands,
    mark: { type: "text" as const, align: "left" as const, baseline: "bottom" as const, y: -4 },
    encoding: { x: { ...x, axis: null }, text: { field: "to" } },
  };
  const failed = {
    data: { values: failures },
    mark: { type: "line" as const, color: "black", strokeWidth: 2 },
    encoding: {
      x: { ...x, title: "seconds" },
      y: {
        field: "rate",
        type: "quantitative" as const,
        title: ["failed", "a second"],
        scale: { domain: [0, Math.max(4, ...failures.map(({ rate }) => rate))] },
        axis: { tickCount: 2 },
      },
    },
  };
  return {
    vconcat: [
      { width: 620, height: 220, layer: [grey, versions, labels] },
      { width: 620, height: 40, layer: [grey, failed] },
    ],
    spacing: 12,
  } as Body;
}
