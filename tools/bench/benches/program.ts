import type { Bench } from "../bench.ts";
import { OfflinePulumi, type Stack } from "../../offline-pulumi/offline-pulumi.ts";
import { labsPulumi } from "../../offline-pulumi/pulumi-program.ts";
import { programsDir, PulumiCosts } from "../pulumi-costs.ts";
import { inRounds } from "../rounds.ts";
import { differences, ratios } from "../statistics.ts";

/** The shop's program as far as this part of it, with what comes before. */
const upTo = (name: string): Stack => ({
  name,
  project: `${programsDir}/partial`,
  env: { BENCH_UP_TO: name, BENCH_COPIES: "1" },
});
const floor: Stack = { name: "floor", project: `${programsDir}/empty` };
const [started, sdk, object, shop] = ["started", "sdk", "object", "shop"].map(upTo) as [Stack, Stack, Stack, Stack];

export const program: Bench = {
  title: "preview and up of the whole shop with nothing to change, against an empty program; no cluster",
  needs: "programs",
  rounds: 7,
  async run(ground) {
    const pulumi = await OfflinePulumi.start(ground.folder, labsPulumi, ground.signal);
    const costs = new PulumiCosts(pulumi, ground.signal);
    for (const stack of [floor, started, sdk, object, shop]) {
      ground.say(`making stack ${stack.name}`);
      await pulumi.makeStack(stack);
      await costs.up(stack);
    }
    const seconds = await inRounds(ground, {
      floor: () => costs.preview(floor),
      "floor, up": () => costs.up(floor),
      started: () => costs.preview(started),
      sdk: () => costs.preview(sdk),
      object: () => costs.preview(object),
      shop: () => costs.preview(shop),
      "shop, up": () => costs.up(shop),
    });
    const cost = (a: keyof typeof seconds, b: keyof typeof seconds) => differences(seconds[a], seconds[b]);
    return [
      { what: "preview / floor", unit: "times", values: ratios(seconds.shop, seconds.floor), aim: 1.5 },
      { what: "up / floor", unit: "times", values: ratios(seconds["shop, up"], seconds["floor, up"]), aim: 1.5 },
      { what: "floor: preview of an empty program (ts-node)", unit: "seconds", values: seconds.floor },
      { what: "  started as the shop is, instead", unit: "seconds", values: cost("started", "floor") },
      { what: "  + modules: SDK, kubernetes, kubernetesx, src", unit: "seconds", values: cost("sdk", "started") },
      { what: "  + provider plugin and one object", unit: "seconds", values: cost("object", "sdk") },
      { what: "  + all other resources, checked and compared", unit: "seconds", values: cost("shop", "object") },
    ];
  },
};
