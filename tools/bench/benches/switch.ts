import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { withTypeScript } from "../../../command-line/with-typescript.ts";
import type { Bench } from "../bench.ts";
import { type Delay, meanBetween, readDelay } from "../istiod-delays.ts";
import { Lab } from "../lab.ts";
import { inRounds } from "../rounds.ts";
import { differences } from "../statistics.ts";
import { manifestOf, expectationsOf, type VirtualServiceList } from "../virtual-services.ts";

/** Two shares of users on v2. To go from one to the other changes these objects and no pod. */
const weights = ["20", "50"] as const;
type Weight = (typeof weights)[number];
const objects = ["front-end", "front-end-ingress"];

const istiodMetrics = "/api/v1/namespaces/istio-system/services/istiod:http-monitoring/proxy/metrics";

export const stageSwitch: Bench = {
  title: "a switch, from the command typed until every proxy serves it, against kubectl apply; on the lab",
  needs: "lab",
  rounds: 7,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    ground.say("deploying canary");
    await lab.configure("stage", "canary");
    const byPulumi = async (weight: Weight) => (await lab.configure("canaryWeight", weight)) + (await lab.up());

    const virtualServices = {} as Record<Weight, VirtualServiceList>;
    for (const weight of weights) {
      await byPulumi(weight);
      virtualServices[weight] = JSON.parse(
        await lab.kubectl("get", "virtualservices", "-o", "json"),
      ) as VirtualServiceList;
      await writeFile(join(ground.folder, `${weight}.json`), manifestOf(virtualServices[weight], objects));
    }
    const apply = (weight: Weight) => lab.time("kubectl", "apply", "-f", join(ground.folder, `${weight}.json`));

    const istiod = () => lab.run("kubectl", "get", "--raw", istiodMetrics);

    const asker = lab.start(process.execPath, ...withTypeScript, join(import.meta.dirname, "..", "wait-for-routes.ts"));
    const lines = createInterface({ input: asker.stdout })[Symbol.asyncIterator]();
    const served = async (weight: Weight) => {
      const start = performance.now();
      asker.stdin.write(`${JSON.stringify(expectationsOf(virtualServices[weight]))}\n`);
      const { done } = await lines.next();
      if (done) throw new Error(`asking the proxies failed: ${(await asker).stderr}`);
      return (performance.now() - start) / 1000;
    };
    const applied: number[] = [];
    const asked: number[] = [];
    const delayed: Record<Delay, number[]> = { debounce: [], push: [] };
    const byKubectl = async (weight: Weight) => {
      const before = await istiod();
      const [applying, asking] = [await apply(weight), await served(weight)];
      applied.push(applying);
      asked.push(asking);
      const after = await istiod();
      for (const delay of ["debounce", "push"] as const) {
        delayed[delay].push(meanBetween(readDelay(before, delay), readDelay(after, delay)));
      }
      return applying + asking;
    };
    let [now, other]: [Weight, Weight] = ["50", "20"];
    try {
      const seconds = await inRounds(ground, {
        pulumi: () => {
          [now, other] = [other, now];
          return byPulumi(now);
        },
        // There and back, so that Pulumi finds what it left.
        kubectl: async () => ((await byKubectl(other)) + (await byKubectl(now))) / 2,
      });
      const counted = (values: number[]) => values.slice(-2 * ground.rounds);
      return [
        {
          what: "switch by Pulumi - by kubectl",
          unit: "seconds",
          values: differences(seconds.pulumi, seconds.kubectl),
          aim: 2,
        },
        { what: "pulumi config set, up, all proxies asked", unit: "seconds", values: seconds.pulumi },
        { what: "kubectl apply of the two objects, all proxies asked", unit: "seconds", values: seconds.kubectl },
        { what: "  kubectl apply alone", unit: "seconds", values: counted(applied) },
        { what: "  from then until all proxies have said so", unit: "seconds", values: counted(asked) },
        { what: "  the mesh's own: istiod waits for more", unit: "milliseconds", values: counted(delayed.debounce) },
        { what: "  the mesh's own: push to a proxy, mean", unit: "milliseconds", values: counted(delayed.push) },
      ];
    } finally {
      asker.stdin.end();
      await asker;
    }
  },
};
