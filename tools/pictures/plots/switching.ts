import { plot } from "../plot.ts";
import { recordTimeline, type Timeline } from "../timeline.ts";
import { drawTimeline } from "./draw-timeline.ts";

export const switching = plot<Timeline>({
  shows: "versions that pages come from while `pulumi up` goes baseline, canary, blue-green, baseline under load",
  how: "100 pages a second; Envoy's counters at the gateway, by version, read once a second; each page's status",
  async measure(shop) {
    await shop.deploy("baseline");
    return recordTimeline(shop, ["canary", "blue-green", "baseline"]);
  },
  draw: (timeline) => ({
    title: "Pages by version of front-end while the stage is switched",
    caption: `${timeline.sent} pages, ${timeline.failed} failed; counted at the gateway.`,
    spec: drawTimeline(timeline, { what: "pages a second", stack: true, v1: "from v1", v2: "from v2" }),
  }),
});
