import type { Config } from "vega-lite";

/** The colours of the shop's two versions, as the shop itself has them, and of what is neither. */
export const colours = { v1: "#4993e4", v2: "#d8352a", third: "#3d9a50", plain: "#5b6770", faint: "#d9dde1" } as const;

const ink = "#24292f";

/** White, so that it can be read on a dark page too. */
export const background = "white";

export const config: Config = {
  font: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    gridColor: "#eceff1",
    domainColor: "#9aa4ad",
    tickColor: "#9aa4ad",
  },
  legend: {
    labelLimit: 0,
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
  },
  title: {
    color: ink,
    fontSize: 15,
    anchor: "start",
    frame: "group",
    offset: 14,
    subtitleColor: "#57606a",
    subtitleFontSize: 12,
    subtitlePadding: 6,
  },
  text: { color: ink, fontSize: 12 },
};
