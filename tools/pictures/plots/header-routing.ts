import { headerRouting as claim } from "../../../verify/claims/header-routing.ts";
import { readExpectations } from "../../../verify/expectation.ts";
import { toSubset } from "../../../verify/probes/upstream-requests.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly visitors: readonly { who: string; version: string; pages: number }[];
}

export const headerRouting = plot<Rows>({
  shows: "versions that pages come from, by browser",
  how: "250 pages for each user agent, in stage header-routing; Envoy's counters at the gateway",
  async measure({ ground, deploy }) {
    await deploy("header-routing");
    const usual = readExpectations(claim.expects, new Map());
    const pages = await claim.measure(ground, usual, claim.requests.usual);
    const visitors = [...pages].flatMap(([who, { served }]) =>
      ["v1", "v2"].map((version) => ({ who, version, pages: toSubset(served, version) })),
    );
    return { visitors };
  },
  draw({ visitors }) {
    const all = visitors.reduce((sum, { pages }) => sum + pages, 0);
    const spec = {
      width: 520,
      height: { step: 34 },
      data: { values: visitors },
      mark: "bar",
      encoding: {
        y: { field: "who", type: "nominal", sort: null, title: "user agent", axis: { maxExtent: 90 } },
        x: { field: "pages", type: "quantitative", title: "pages" },
        color: {
          field: "version",
          title: "from",
          scale: { domain: ["v1", "v2"], range: [colours.v1, colours.v2] },
        },
      },
    } as unknown as Body;
    return {
      title: "Pages by version of front-end, for each user agent",
      caption: `${all} pages, counted at the gateway.`,
      spec,
    };
  },
});
