import type { Ground, Pod } from "../../../verify/ground.ts";
import { call, ended } from "../../../verify/probes/fortio.ts";
import { bringPrivateUpstream, inMesh } from "../../../verify/probes/private-upstream.ts";
import { atPace } from "../at-pace.ts";
import { plot } from "../plot.ts";
import { drawAnswers, type Answered } from "./draw-answers.ts";

interface Rows {
  readonly calls: readonly Answered[];
}

const STAGES = ["baseline", "local-rate-limit"];
/** Seconds from one call to the next: far more calls than the limit lets through. */
const EVERY = 0.5;
/** Seconds for which each stage is called: the time of the limit. */
const LOOK = 60;

export const localRateLimit = plot<Rows>({
  shows: "answers 200 and 429 over a minute of steady calls to a pod of catalogue's kind",
  how:
    "2 calls a second for 60 s from a new caller to a new pod of catalogue's kind that nobody else calls, " +
    "in stages baseline and local-rate-limit; statuses at the caller",
  async measure({ ground, deploy, clear }) {
    const calls: Answered[] = [];
    for (const stage of STAGES) {
      await deploy(stage);
      const { caller } = await bringPrivateUpstream(ground, "catalogue", "v1");
      ground.say(`${stage}: ${1 / EVERY} calls a second for ${LOOK} s`);
      calls.push(
        ...(await atPace({ every: EVERY, times: LOOK / EVERY, signal: ground.signal }, async (at) => ({
          who: stage,
          at,
          status: await statusOfCall(ground, caller),
        }))),
      );
      await clear();
    }
    return { calls };
  },
  draw({ calls }) {
    const refused = calls.filter(({ status }) => status === 429).length;
    return {
      title: "A bucket of ten, then one answer every six seconds",
      caption: `${calls.length} calls, ${refused} of them refused; counted at the caller.`,
      spec: drawAnswers(calls, { time: "called at, in seconds" }),
    };
  },
});

async function statusOfCall(ground: Ground, caller: Pod): Promise<number> {
  const answers = await call(ground, caller, { url: inMesh("catalogue", "/tags"), calls: 1 });
  return [...answers.statuses.keys()].find((status) => ended(answers, status) > 0) ?? -1;
}
