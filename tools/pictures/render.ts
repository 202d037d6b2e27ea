import { parse, resetSVGDefIds, View, Warn } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { background, config } from "./looks.ts";
import type { Measured } from "./measured.ts";
import type { Drawing } from "./plot.ts";

/** @returns the drawing as SVG; the same drawing gives the same text */
export async function render({ date }: Measured<unknown>, { title, caption, spec }: Drawing): Promise<string> {
  const whole = {
    ...spec,
    title: { text: title, subtitle: [`${caption} Run of ${date}.`] },
    config,
    background,
    padding: 12,
  } as TopLevelSpec;
  const view = new View(parse(compile(whole).spec), { renderer: "none", logLevel: Warn });
  // Vega numbers what it draws over the whole life of the program.
  resetSVGDefIds();
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
