import type { Bench } from "../bench.ts";
import { Lab } from "../lab.ts";
import { LoadClient, steady, throughTheMesh } from "../load-client.ts";
import { inRounds, type Task } from "../rounds.ts";
import { differences, ratios } from "../statistics.ts";

const kinds = ["access-log", "metrics", "tracing"] as const;
const without = "baseline";

export const telemetry: Bench = {
  title: "the front page with access logs, metrics or traces, each against none of them; on the lab",
  needs: "lab",
  rounds: 3,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    const client = await LoadClient.start(lab, ground);
    const stages = [without, ...kinds];
    const p99s = new Map<string, number[]>(stages.map((stage) => [stage, []]));
    /** Both in one turn: a switch takes longer than they do. */
    const measured =
      (stage: string): Task =>
      async () => {
        await lab.configure("stage", stage);
        await lab.up();
        const { rate } = await client.load(throughTheMesh, "0");
        p99s.get(stage)?.push((await client.load(throughTheMesh, steady)).p99);
        return rate;
      };
    try {
      const rates = await inRounds(ground, Object.fromEntries(stages.map((stage) => [stage, measured(stage)])));
      const rateOf = (stage: string) => rates[stage] ?? [];
      const p99Of = (stage: string) => (p99s.get(stage) ?? []).slice(-ground.rounds);
      return [
        ...kinds.flatMap((kind) => [
          {
            what: `requests a second, without / with ${kind}`,
            unit: "times" as const,
            values: ratios(rateOf(without), rateOf(kind)),
          },
          {
            what: `  p99 at ${steady} a second, with - without`,
            unit: "milliseconds" as const,
            values: differences(p99Of(kind), p99Of(without)),
          },
        ]),
        { what: "  without, requests a second", unit: "perSecond", values: rateOf(without) },
        { what: "  without, p99", unit: "milliseconds", values: p99Of(without) },
      ];
    } finally {
      await client.stop();
    }
  },
};
