import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { copyOf, type Dot, dotOf, drawDot } from "./dot.ts";
import { paused, watchVisits } from "./state.ts";
import { HEIGHT, ways, WIDTH } from "./places.ts";

/** A screen shows 60 frames a second: every other of them. */
const frameEveryMs = 25;
const most = 200;

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
    let shown = 0;
    const paint = () => {
      context.clearRect(ways.x, ways.y, ways.width, ways.height);
      for (const dot of dots) drawDot(context, dot, shown);
    };
    const drawSoon = () => {
      timer = window.setTimeout(() => (frame = requestAnimationFrame(draw)), frameEveryMs);
    };
    const draw = (now: number) => {
      timer = undefined;
      if (paused.value) return;
      shown = now;
      dots = dots.filter(({ began, lasts }) => now - began <= lasts);
      paint();
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
      if (!drawing) return;
      fit(context, drawing.contentRect);
      // Another size empties a canvas, and a page that is paused draws no further frame.
      paint();
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
