import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Visit } from "../seen/lines.ts";
import { paused, watchVisits } from "./state.ts";
import { HEIGHT, places, ways, WIDTH } from "./places.ts";

/** A screen shows 60 frames a second: every other of them. */
const frameEveryMs = 25;
const most = 200;

interface Dot {
  readonly began: number;
  readonly lasts: number;
  readonly path: readonly { readonly x: number; readonly y: number }[];
  readonly version: string;
  readonly failed: string;
  readonly copy: boolean;
}

/**
 * Each a request of a visitor's, coloured by its answer: drawn on a canvas, for of SVG each frame would be a layout.
 * @param over the drawing that they move on
 */
export function Dots({ copies, over }: { readonly copies: boolean; readonly over: RefObject<SVGSVGElement | null> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const copying = useRef(copies);
  copying.current = copies;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !over.current) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    let dots: Dot[] = [];
    let timer: number | undefined;
    let frame = 0;
    const drawSoon = () => {
      timer = window.setTimeout(() => (frame = requestAnimationFrame(draw)), frameEveryMs);
    };
    const draw = (now: number) => {
      timer = undefined;
      if (paused.value) return;
      dots = dots.filter(({ began, lasts }) => now - began <= lasts);
      context.clearRect(ways.x, ways.y, ways.width, ways.height);
      for (const dot of dots) drawDot(context, dot, now);
      // A frame costs a copy of the whole canvas, with dots on it or without.
      if (dots.length > 0) drawSoon();
    };
    const leave = watchVisits((visits) => {
      if (still.matches) return;
      for (const visit of visits) {
        if (dots.length < most) dots.push(dotOf(visit));
        if (copying.current && visit.version !== "" && dots.length < most) dots.push(copyOf());
      }
      if (timer === undefined) drawSoon();
    });
    const resized = new ResizeObserver(([drawing]) => {
      if (drawing) fit(context, drawing.contentRect);
    });
    resized.observe(over.current);
    return () => {
      window.clearTimeout(timer);
      cancelAnimationFrame(frame);
      resized.disconnect();
      leave();
    };
  }, []);
  return <canvas ref={canvas} class="dots" aria-hidden="true" />;
}

/** Lays the canvas over the ways alone: the browser copies all of it for each frame. */
function fit(context: CanvasRenderingContext2D, { width, height }: DOMRectReadOnly): void {
  const { canvas } = context;
  const scale = Math.min(width / WIDTH, height / HEIGHT);
  canvas.width = Math.round(ways.width * scale);
  canvas.height = Math.round(ways.height * scale);
  canvas.style.left = `${(width - WIDTH * scale) / 2 + ways.x * scale}px`;
  canvas.style.top = `${(height - HEIGHT * scale) / 2 + ways.y * scale}px`;
  context.setTransform(scale, 0, 0, scale, -ways.x * scale, -ways.y * scale);
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
