import type { Bench } from "../bench.ts";
import { OfflinePulumi, savedAtTheEnd, type Stack } from "../../offline-pulumi/offline-pulumi.ts";
import { labsPulumi } from "../../offline-pulumi/pulumi-program.ts";
import { programsDir, PulumiCosts } from "../pulumi-costs.ts";
import { inRounds } from "../rounds.ts";
import { differences, pairwise } from "../statistics.ts";

/** Services of the shop's own table, and the resources that one more of them means on average. */
const perCopy = 14;
const resourcesPerCopy = 64;

const sizes = { small: 1, middle: 4, large: 16 } as const;
type Size = keyof typeof sizes;
const names = Object.keys(sizes) as Size[];

const shopOf = (size: Size, suffix: string, env: Record<string, string> = {}): Stack => ({
  name: `${size}-${suffix}`,
  project: `${programsDir}/partial`,
  env: { BENCH_UP_TO: "shop", BENCH_COPIES: String(sizes[size]), ...env },
});

const bySize = (measure: (size: Size) => Promise<number>) =>
  Object.fromEntries(names.map((size) => [size, () => measure(size)])) as Record<Size, () => Promise<number>>;

/** What each further service costs, from 14 to 56 and from 56 to 224 services. */
function perService(values: Record<Size, number[]>) {
  const slope = (from: Size, to: Size) =>
    differences(values[to], values[from]).map((more) => more / ((sizes[to] - sizes[from]) * perCopy));
  return { first: slope("small", "middle"), last: slope("middle", "large") };
}

const quotients = (a: number[], b: number[]) => pairwise(a, b, (a, b) => a / b);
const inMs = (seconds: number[]) => seconds.map((value) => value * 1000);
const perResource = (seconds: number[]) => inMs(seconds).map((value) => (value * perCopy) / resourcesPerCopy);

export const growth: Bench = {
  title: "previews and ups of 14, 56 and 224 services; no cluster",
  needs: "programs",
  rounds: 3,
  async run(ground) {
    const pulumi = await OfflinePulumi.start(ground.folder, labsPulumi, ground.signal);
    const costs = new PulumiCosts(pulumi, ground.signal);
    for (const size of names) {
      await pulumi.makeStack(shopOf(size, "new"));
      const made = shopOf(size, "made", savedAtTheEnd);
      ground.say(`making ${sizes[size] * perCopy} services`);
      await pulumi.makeStack(made);
      await costs.up(made);
    }
    const part = (what: string) => ({ ...ground, say: (line: string) => ground.say(`${what}, ${line}`) });
    const once = { warmUp: false };
    const anew = await inRounds(
      part("new preview"),
      bySize((size) => costs.preview(shopOf(size, "new"))),
    );
    const same = await inRounds(
      part("preview"),
      bySize((size) => costs.preview(shopOf(size, "made"))),
      once,
    );
    const up = await inRounds(
      part("up"),
      bySize((size) => costs.up(shopOf(size, "made"))),
      once,
    );
    const memory = await inRounds(
      { ...part("memory"), rounds: 1 },
      bySize((size) => costs.memoryOfPreview(shopOf(size, "new"))),
      once,
    );
    const first = await inRounds(
      { ...part("first up"), rounds: 1 },
      {
        "14 services": () => firstUp(pulumi, costs, "small"),
        "56 services": () => firstUp(pulumi, costs, "middle"),
        "56 services, no checkpoints": () => firstUp(pulumi, costs, "middle", savedAtTheEnd),
      },
      once,
    );
    const [slopes, heap] = [perService(anew), perService(memory)];
    return [
      { what: "new preview, 14 services", unit: "seconds", values: anew.small },
      { what: "new preview, 56 services", unit: "seconds", values: anew.middle },
      { what: "new preview, 224 services", unit: "seconds", values: anew.large },
      {
        what: "  each further resource, 56 to 224",
        unit: "milliseconds",
        values: perResource(slopes.last),
        aim: 25 / 3,
      },
      {
        what: "  one of 56 to 224 / one of 14 to 56",
        unit: "times",
        values: quotients(slopes.last, slopes.first),
        aim: 1.25,
      },
      ...growing("preview without a change", same),
      ...growing("up without a change", up),
      { what: "memory of a new preview, 14 services", unit: "megabytes", values: memory.small },
      { what: "  each further service, 56 to 224", unit: "megabytes", values: heap.last },
      {
        what: "  one of 56 to 224 / one of 14 to 56",
        unit: "times",
        values: quotients(heap.last, heap.first),
        aim: 1.25,
      },
      { what: "first up, 14 services", unit: "seconds", values: first["14 services"] },
      { what: "first up, 56 services", unit: "seconds", values: first["56 services"] },
      { what: "  without saving state between steps", unit: "seconds", values: first["56 services, no checkpoints"] },
    ];
  },
};

function growing(what: string, seconds: Record<Size, number[]>) {
  const { first, last } = perService(seconds);
  return [
    { what: `${what}, 224 services`, unit: "seconds", values: seconds.large },
    { what: "  each further resource, 56 to 224", unit: "milliseconds", values: perResource(last) },
    { what: "  one of 56 to 224 / one of 14 to 56", unit: "times", values: quotients(last, first), aim: 1.25 },
  ] as const;
}

async function firstUp(
  pulumi: OfflinePulumi,
  costs: PulumiCosts,
  size: Size,
  env: Record<string, string> = {},
): Promise<number> {
  const stack = shopOf(size, "first", env);
  await pulumi.makeStack(stack);
  const seconds = await costs.up(stack);
  await pulumi.removeStack(stack);
  return seconds;
}
