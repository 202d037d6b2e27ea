import { useEffect, useRef } from "preact/hooks";
import type { Visit } from "../seen/lines.ts";
import { paused, watchVisits } from "./state.ts";
import { HEIGHT, places, WIDTH } from "./places.ts";

const framesPerSecond = 30;
const most = 200;

interface Dot {
  readonly began: number;
  readonly lasts: number;
  readonly path: readonly { readonly x: number; readonly y: number }[];
  readonly version: string;
  readonly failed: string;
  readonly copy: boolean;
}

/** Each a request of a visitor's, coloured by its answer: drawn on a canvas, for of SVG each frame would be a layout. */
export function Dots({ copies }: { readonly copies: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const copying = useRef(copies);
  copying.current = copies;
  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const dots: Dot[] = [];
    const leave = watchVisits((visits) => {
      if (still.matches) return;
      for (const visit of visits) {
        if (dots.length < most) dots.push(dotOf(visit));
        if (copying.current && visit.version !== "" && dots.length < most) dots.push(copyOf());
      }
    });
    let frame = 0;
    let drawn = 0;
    const draw = (now: number) => {
      frame = requestAnimationFrame(draw);
      if (now - drawn < 1000 / framesPerSecond - 1 || paused.value) return;
      drawn = now;
      const context = canvas.current?.getContext("2d");
      if (!context) return;
      const { canvas: area } = context;
      if (area.width !== area.clientWidth || area.height !== area.clientHeight) {
        [area.width, area.height] = [area.clientWidth, area.clientHeight];
      }
      context.clearRect(0, 0, area.width, area.height);
      const scale = Math.min(area.width / WIDTH, area.height / HEIGHT);
      context.setTransform(
        ...([scale, 0, 0, scale] as const),
        (area.width - WIDTH * scale) / 2,
        (area.height - HEIGHT * scale) / 2,
      );
      for (const dot of dots) drawDot(context, dot, now);
      context.resetTransform();
      for (let index = dots.length - 1; index >= 0; index -= 1) {
        const dot = dots[index];
        if (dot && now - dot.began > dot.lasts) dots.splice(index, 1);
      }
    };
    frame = requestAnimationFrame(draw);
    return () => {
      cancelAnimationFrame(frame);
      leave();
    };
  }, []);
  return <canvas ref={canvas} class="dots" aria-hidden="true" />;
}

const slowMs = 1000;

function dotOf({ path, outcome, version, took }: Visit): Dot {
  const failed = /^[123]\d\d$/.test(outcome) ? "" : outcome;
  const front = version === "v2" ? places.v2 : places.v1;
  const toCatalogue = path.startsWith("/catalogue");
  // A redirect is the gateway's own answer.
  const sentBack = /^3\d\d$/.test(outcome) && version === "";
  const onwards = sentBack ? [places.visitors] : [front, ...(toCatalogue ? [places.catalogue] : [])];
  return {
    began: performance.now(),
    lasts: took > slowMs ? 3000 : 900,
    path: [places.visitors, places.gateway, ...onwards],
    ...{ version, failed, copy: false },
  };
}

const copyOf = (): Dot => ({
  began: performance.now(),
  lasts: 900,
  path: [places.gateway, places.v2],
  ...{ version: "v2", failed: "", copy: true },
});

const colours: Readonly<Record<string, string>> = { v1: "#4993e4", v2: "#d8352a" };
const orange = "#e69f00";

function drawDot(context: CanvasRenderingContext2D, dot: Dot, now: number): void {
  const share = Math.min(1, (now - dot.began) / dot.lasts);
  const { path } = dot;
  const along = share * (path.length - 1);
  const index = Math.min(path.length - 2, Math.floor(along));
  const [from, to] = [path[index], path[index + 1]];
  if (from === undefined || to === undefined) return;
  const part = along - index;
  const x = from.x + (to.x - from.x) * part;
  const y = from.y + (to.y - from.y) * part;
  const colour = dot.failed === "" ? (colours[dot.version] ?? "#e8edf2") : orange;
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 4;
  context.beginPath();
  if (dot.failed !== "" && share > 0.6) {
    context.moveTo(x - 11, y - 11);
    context.lineTo(x + 11, y + 11);
    context.moveTo(x + 11, y - 11);
    context.lineTo(x - 11, y + 11);
    context.stroke();
    context.font = "bold 30px sans-serif";
    context.fillText(dot.failed, x + 16, y + 10);
  } else if (dot.version === "v2") {
    context.rect(x - 8, y - 8, 16, 16);
    if (dot.copy) context.stroke();
    else context.fill();
  } else {
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.fill();
  }
}
