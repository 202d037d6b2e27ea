import { bringCaller } from "../../../verify/probes/calls.ts";
import { call, ended } from "../../../verify/probes/fortio.ts";
import { inMesh } from "../../../verify/probes/private-upstream.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly batches: readonly { batch: number; calls: number; aborted: number }[];
}

const BATCHES = 40;
const CALLS = 100;

/** Share that the talk promises. */
const PROMISED = 0.1;

export const abortFault = plot<Rows>({
  shows: "calls to catalogue that end with 500, of each 100",
  how: "40 times 100 calls to catalogue by fortio in the mesh, in stage abort-fault; statuses at the caller",
  async measure({ ground, deploy }) {
    await deploy("abort-fault");
    const caller = await bringCaller(ground);
    const batches: Rows["batches"][number][] = [];
    for (let batch = 1; batch <= BATCHES; batch += 1) {
      ground.say(`${batch} of ${BATCHES} times ${CALLS} calls to catalogue`);
      const answers = await call(ground, caller, { url: inMesh("catalogue", "/tags"), calls: CALLS, connections: 4 });
      batches.push({ batch, calls: answers.calls, aborted: ended(answers, 500) });
    }
    return { batches };
  },
  draw({ batches }) {
    const all = batches.reduce((sum, { calls }) => sum + calls, 0);
    const aborted = batches.reduce((sum, { aborted }) => sum + aborted, 0);
    const deviation = Math.sqrt((PROMISED * (1 - PROMISED)) / CALLS);
    const [low, high] = [PROMISED - 3 * deviation, PROMISED + 3 * deviation];
    const y = { type: "quantitative", title: "500s in 100 calls", scale: { domain: [0, 25] } } as const;
    const spec = {
      width: 620,
      height: 220,
      layer: [
        {
          data: { values: [{ low: low * CALLS, high: high * CALLS }] },
          mark: { type: "rect", color: colours.faint, opacity: 0.7 },
          encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        {
          data: { values: [{ promised: PROMISED * CALLS }] },
          mark: { type: "rule", color: colours.plain, strokeDash: [5, 3] },
          encoding: { y: { ...y, field: "promised" } },
        },
        {
          data: { values: batches },
          mark: { type: "point", filled: true, size: 50, color: colours.v2 },
          encoding: {
            x: {
              field: "batch",
              type: "quantitative",
              title: "batch of 100 calls",
              scale: { domain: [0, BATCHES + 1], nice: false },
            },
            y: { ...y, field: "aborted" },
          },
        },
      ],
    } as unknown as Body;
    const share = ((100 * aborted) / all).toFixed(1);
    return {
      title: "Calls to catalogue that abort-fault ends with 500",
      caption: `${aborted} of ${all} calls: ${share} %. Dashes: 10 %; grey: three standard deviations of 100 calls.`,
      spec,
    };
  },
});
