import { call, ended } from "../../../verify/probes/fortio.ts";
import { bringPrivateUpstream, inMesh } from "../../../verify/probes/private-upstream.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly calls: readonly Call[];
}

interface Call {
  readonly stage: string;
  /** After how many seconds the upstream would answer. */
  readonly takes: number;
  /** After how many seconds the call ended, and how. */
  readonly ended: number;
  readonly status: number;
}

const STAGES = ["baseline", "timeouts"];
/** In seconds. None is the timeout itself, which may come before the answer or after. */
const TAKES = Array.from({ length: 10 }, (_, n) => 0.25 + n / 2);

export const timeouts = plot<Rows>({
  shows: "how long calls to catalogue take, and how they end, by how long it would take to answer",
  how: "one call each to an upstream that answers after 0.25 s to 4.75 s, in stages baseline and timeouts; at the caller",
  async measure({ ground, deploy, clear }) {
    const calls: Call[] = [];
    for (const stage of STAGES) {
      await deploy(stage);
      const { caller } = await bringPrivateUpstream(ground, "catalogue", "v1");
      for (const takes of TAKES) {
        ground.say(`${stage}: a call that takes ${takes} s`);
        const answers = await call(ground, caller, { url: inMesh("catalogue", `/?delay=${takes}s`), calls: 1 });
        const status = [...answers.statuses.keys()].find((status) => ended(answers, status) > 0) ?? -1;
        calls.push({ stage, takes, ended: Math.round(answers.longest * 1000) / 1000, status });
      }
      await clear();
    }
    return { calls };
  },
  draw({ calls }) {
    const values = calls.map((call) => ({ ...call, how: `${call.status} in stage ${call.stage}` }));
    const domain = [...new Set(values.map(({ how }) => how))];
    const x = { field: "takes", type: "quantitative", title: "catalogue would answer after, in seconds" } as const;
    const y = { field: "ended", type: "quantitative", title: "the call ended after, in seconds" } as const;
    const spec = {
      width: 520,
      height: 240,
      data: { values },
      layer: [
        {
          mark: { type: "line", strokeWidth: 1.5, color: colours.plain, opacity: 0.5 },
          encoding: { x, y, detail: { field: "stage" } },
        },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 1 },
          encoding: {
            x,
            y,
            color: {
              field: "how",
              title: null,
              legend: { orient: "bottom" },
              scale: { domain, range: [colours.plain, colours.v1, colours.v2] },
            },
          },
        },
      ],
    } as unknown as Body;
    const cut = calls.filter(({ status }) => status === 504).length;
    return {
      title: "A call is cut at the timeout of 2 s",
      caption: `${calls.length} calls, ${cut} of them cut; timed at the caller.`,
      spec,
    };
  },
});
