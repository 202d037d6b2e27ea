import { countArrivals } from "../../../verify/probes/arrivals.ts";
import { call, ended } from "../../../verify/probes/fortio.ts";
import { bringPrivateUpstream, inMesh } from "../../../verify/probes/private-upstream.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly tries: readonly Tries[];
}

interface Tries {
  /** Config `retryAttempts`. */
  readonly attempts: number;
  /** Calls to an upstream that always fails, and how many requests reached it. */
  readonly failing: number;
  readonly arrivals: number;
  /** Calls to an upstream that fails every other time, and how many ended with 503. */
  readonly flaky: number;
  readonly failed: number;
}

const FAILING = 20;
const FLAKY = 400;

export const retries = plot<Rows>({
  shows: "requests that a failing upstream gets for one call, and calls that fail, by attempts",
  how:
    "retryAttempts 0 to 3; 20 calls to an upstream that answers 503, its Envoy's count of arrivals; " +
    "400 calls to one that answers 503 every other time, statuses at the caller",
  async measure({ ground, deploy, clear }) {
    const tries: Tries[] = [];
    for (const attempts of [0, 1, 2, 3]) {
      await deploy("retries", { retryAttempts: String(attempts) });
      const { caller, receiver } = await bringPrivateUpstream(ground, "catalogue", "v1");
      const to = (query: string, calls: number) => ({ url: inMesh("catalogue", `/?status=${query}`), calls });
      const { arrivals } = await countArrivals(ground, receiver, () => call(ground, caller, to("503", FAILING)));
      ground.say(`${FLAKY} calls that fail every other time, with up to ${attempts} retries`);
      const failed = ended(await call(ground, caller, to("503:50", FLAKY)), 503);
      tries.push({ attempts, failing: FAILING, arrivals, flaky: FLAKY, failed });
      await clear();
    }
    return { tries };
  },
  draw({ tries }) {
    const values = tries.map(({ attempts, failing, arrivals, flaky, failed }) => ({
      attempts,
      arrivals: arrivals / failing,
      failed: (100 * failed) / flaky,
    }));
    const x = { field: "attempts", type: "ordinal", title: "retryAttempts", axis: { labelAngle: 0 } } as const;
    const bars = (field: "arrivals" | "failed", title: string, color: string, format: string) => ({
      width: 270,
      height: 200,
      layer: [
        { mark: { type: "bar", color }, encoding: { x, y: { field, type: "quantitative", title } } },
        {
          mark: { type: "text", dy: -8 },
          encoding: { x, y: { field, type: "quantitative" }, text: { field, type: "quantitative", format } },
        },
      ],
    });
    const spec = {
      data: { values },
      hconcat: [
        bars("arrivals", "arrivals per failing call", colours.v1, ".2~f"),
        bars("failed", "% of flaky calls that fail", colours.v2, ".1f"),
      ],
      spacing: 40,
    } as unknown as Body;
    return {
      title: "What retries cost the upstream, and what they save the caller",
      caption: `${FAILING} calls that always fail and ${FLAKY} that fail every other time, for each setting.`,
      spec,
    };
  },
});
