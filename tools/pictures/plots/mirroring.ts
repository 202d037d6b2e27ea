import { plot } from "../plot.ts";
import { recordTimeline, type Timeline } from "../timeline.ts";
import { drawTimeline } from "./draw-timeline.ts";

export const mirroring = plot<Timeline>({
  shows: "pages from v1 and copies to v2 while mirroring is switched on and off under load",
  how: "100 pages a second; Envoy's counters at the gateway, by version, read once a second; each page's status",
  async measure(shop) {
    await shop.deploy("baseline");
    return recordTimeline(shop, ["mirroring", "baseline"]);
  },
  draw: (timeline) => ({
    title: "Pages from v1, and copies of the requests at v2",
    caption: `${timeline.sent} pages, ${timeline.failed} failed; counted at the gateway.`,
    spec: drawTimeline(timeline, { what: "requests a second", stack: false, v1: "pages from v1", v2: "copies to v2" }),
  }),
});
