import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Picture } from "../picture/picture.ts";
import { labelPlaces } from "./label-places.ts";
import { light } from "./state.ts";

const spanMs = 120_000;
const colours = { v1: "#4993e4", v2: "#d8352a" };

/** Two minutes: requests a second by version, one upon the other, failures, and each switch. */
export function Timeline({ picture }: { readonly picture: Picture }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(picture);
  latest.current = picture;
  const ink = light.value ? "#14181d" : "#e8edf2";
  const orange = light.value ? "#8a5a00" : "#e69f00";

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const axis = { stroke: ink, font: "28px sans-serif", grid: { stroke: "#8884" }, ticks: { stroke: "#8884" } };
    const made = new uPlot(
      {
        ...size(),
        legend: { show: false },
        cursor: { show: false },
        // The half of "now" that is beyond the last moment.
        padding: [null, 34, null, null],
        scales: {
          x: { time: false, range: [-spanMs / 1000, 0] },
          y: { range: (_, __, most) => [0, Math.max(10, most * 1.1)] },
        },
        axes: [
          {
            ...axis,
            size: 44,
            space: 150,
            values: (_, marks) => marks.map((mark) => (mark === 0 ? "now" : `${mark} s`)),
          },
          { ...axis, size: 70 },
        ],
        series: [
          {},
          { fill: colours.v2, width: 0, points: { show: false } },
          { fill: colours.v1, width: 0, points: { show: false } },
          { stroke: orange, width: 6, dash: [10, 6], points: { show: false } },
        ],
        hooks: { draw: [(chart) => drawSwitches(chart, latest.current, ink)] },
      },
      dataOf(latest.current),
      element,
    );
    plot.current = made;
    const watcher = new ResizeObserver(() => made.setSize(size()));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
    };
  }, [ink]);
  const drawn = useRef(0);
  useEffect(() => {
    // It is of whole seconds, and dear to draw. At the start of a recording that is shown anew time goes back.
    if (Math.abs(picture.at - drawn.current) < 900) return;
    drawn.current = picture.at;
    plot.current?.setData(dataOf(picture));
  }, [picture]);

  return (
    <section class="timeline" aria-label="The last two minutes">
      <div class="plot" ref={place} />
      <p class="heard">{picture.switches.map((one) => `${one.stage || "a switch"}: ${stepsOf(one)}`).join("; ")}</p>
      <p class="last-switch">{lastSwitch(picture)}</p>
    </section>
  );
}

/** Stacked: the sum lies behind, v1 before it. */
function dataOf({ seconds, at }: Picture): uPlot.AlignedData {
  return [
    seconds.map((one) => (one.at - at) / 1000),
    seconds.map(({ v1, v2 }) => v1 + v2),
    seconds.map(({ v1 }) => v1),
    seconds.map(({ failed }) => (failed > 0 ? failed : null)),
  ];
}

function drawSwitches(chart: uPlot, { switches, at }: Picture, ink: string): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = ink;
  ctx.font = `bold ${28 * devicePixelRatio}px sans-serif`;
  ctx.lineWidth = 3;
  ctx.textAlign = "left";
  ctx.setLineDash([]);
  const placeOf = (moment: number) => chart.valToPos((moment - at) / 1000, "x", true);
  const seen = switches.filter(({ changed }) => at - changed <= spanMs);
  const names = seen.map(({ stage }) => stage || "…");
  const marks = seen.map(({ changed }, index) => ({
    x: placeOf(changed),
    width: ctx.measureText(names[index] ?? "").width,
  }));
  for (const [index, place] of labelPlaces(marks, bbox.left + bbox.width).entries()) {
    if (place !== undefined) ctx.fillText(names[index] ?? "", place, bbox.top + 30 * devicePixelRatio);
  }
  for (const { changed, served, done } of switches) {
    for (const [moment, height] of [
      [changed, 1],
      [served, 0.3],
      [done, 0.15],
    ] as const) {
      if (moment === undefined || at - moment > spanMs) continue;
      const x = placeOf(moment);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x, bbox.top + bbox.height * (1 - height));
      ctx.stroke();
    }
  }
  ctx.restore();
}

const after = (from: number, to: number): string => `after ${((to - from) / 1000).toFixed(1)} s`;

const stepsOf = ({ changed, served, done }: Picture["switches"][number]): string =>
  [
    served === undefined ? "not all proxies serve it yet" : `all proxies serve ${after(changed, served)}`,
    done === undefined ? "up is not done" : `up done ${after(changed, done)}`,
  ].join(", ");

function lastSwitch({ switches }: Picture): string {
  const last = switches.at(-1);
  return last === undefined ? "requests/s by version" : `last switch: ${stepsOf(last)}`;
}
