import { join } from "node:path";
import type { Bench } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { Lab } from "../lab.ts";
import { buildCold, startLab, stopLab } from "../lab-lifecycle.ts";
import { labMemory } from "../lab-memory.ts";

/** What one life of the lab took, by what it was: seconds or megabytes. */
type Life = ReadonlyMap<string, number>;

export const lab: Bench = {
  title: "the lab from start to stop: where the time goes, and its memory",
  needs: "stopped lab",
  rounds: 3,
  async run(ground) {
    const { rounds, say, signal, folder, cold } = ground;
    const seconds: Life[] = [];
    const megabytes: Life[] = [];
    const figures: Figure[] = [];
    if (cold) {
      say("cold build, a quarter of an hour");
      const build = await buildCold(join(folder, "cold"), signal);
      figures.push({ what: "cold build, nothing cached", unit: "seconds", values: [build.seconds] });
      for (const [step, value] of build.steps) figures.push({ what: `  ${step}`, unit: "seconds", values: [value] });
    }
    for (let round = 1; round <= rounds; round += 1) {
      try {
        say(`round ${round}/${rounds}: start`);
        const start = await startLab(signal);
        const empty = await labMemory();
        say(`round ${round}/${rounds}: up`);
        const shop = await Lab.find(folder, signal);
        const up = await shop.up();
        const steps = [...start.steps].map(([step, value]) => [`  ${step}`, value] as const);
        seconds.push(
          new Map([["start, to Istio and its gateway ready", start.seconds], ...steps, ["up of the shop", up]]),
        );
        const memory = { "memory of all its processes, before the shop": empty, "  with the shop": await labMemory() };
        megabytes.push(new Map(Object.entries(memory)));
      } finally {
        say(`round ${round}/${rounds}: stop`);
        await stopLab();
      }
    }
    return [...figures, ...byWhat(seconds, "seconds"), ...byWhat(megabytes, "megabytes")];
  },
};

function byWhat(lives: readonly Life[], unit: Figure["unit"]): Figure[] {
  const [first] = lives;
  return [...(first?.keys() ?? [])].map((what) => ({
    what,
    unit,
    values: lives.flatMap((life) => life.get(what) ?? []),
  }));
}
