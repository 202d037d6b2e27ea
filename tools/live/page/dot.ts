import type { Visit } from "../seen/lines.ts";
import { places } from "./places.ts";

/** A request on its way from place to place. */
export interface Dot {
  readonly began: number;
  readonly lasts: number;
  readonly path: readonly { readonly x: number; readonly y: number }[];
  readonly version: string;
  readonly failed: string;
  readonly copy: boolean;
}

const slowMs = 1000;

/** @returns one that sets out now */
export function dotOf({ path, outcome, version, took }: Visit): Dot {
  const failed = /^[123]\d\d$/.test(outcome) ? "" : outcome;
  const front = version === "v2" ? places.v2 : places.v1;
  // Where a proxy refused it, front-end's own answer, which names its version, is not there: it went no further.
  const toCatalogue = path.startsWith("/catalogue") && (failed === "" || version !== "");
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

/** What a mirroring route sends beside a request. */
export const copyOf = (): Dot => ({
  began: performance.now(),
  lasts: 900,
  path: [places.gateway, places.v2],
  ...{ version: "v2", failed: "", copy: true },
});

const colours: Readonly<Record<string, string>> = { v1: "#4993e4", v2: "#d8352a" };
const orange = "#e69f00";

/** @param context whose units are the drawing's */
export function drawDot(context: CanvasRenderingContext2D, dot: Dot, now: number): void {
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
