import type { TopLevelSpec } from "vega-lite";
import type { Ground } from "../../verify/ground.ts";

/** The shop in the lab, that a plot is measured on. */
export interface LabShop {
  readonly ground: Ground;
  /** Puts a stage on the cluster, with other config than its defaults where it is given. @returns seconds of `pulumi up` */
  readonly deploy: (stage: string, config?: Readonly<Record<string, string>>) => Promise<number>;
  /** Takes away the pods that measuring brought. */
  readonly clear: () => Promise<void>;
}

/** A picture of measured traffic. `Rows` holds tables and figures by name; it is kept as JSON. */
export interface Plot<Rows extends object> {
  /** What one sees, in a sentence for `--list`. */
  readonly shows: string;
  /** What is done, and where it is counted. */
  readonly how: string;
  measure(shop: LabShop): Promise<Rows>;
  /** The drawing, but for what all drawings have in common; pure. */
  draw(rows: Rows): Drawing;
}

export interface Drawing {
  readonly title: string;
  /** The run's size and result, for the caption. */
  readonly caption: string;
  readonly spec: Body;
}

/** A Vega-Lite specification without title and looks. */
export type Body = Omit<TopLevelSpec, "$schema" | "title" | "config" | "background" | "padding">;

/** A plot whose rows' type is closed over, so that all plots fit in one table. */
export interface AnyPlot extends Pick<Plot<object>, "shows" | "how" | "measure"> {
  draw(rows: unknown): Drawing;
}

export function plot<Rows extends object>(plot: Plot<Rows>): AnyPlot {
  return { ...plot, draw: (rows) => plot.draw(rows as Rows) };
}
