import { loadBalancing as claim, type CallerReadings } from "../../../verify/claims/load-balancing.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly calls: readonly { caller: string; pod: string; calls: number }[];
}

const CALLS = 60;

export const loadBalancing = plot<Rows>({
  shows: "calls by pod of catalogue, of seven callers with the hash and of one without",
  how: "60 calls of each caller, in stage load-balancing; Envoy's counters at the callers' sidecars",
  async measure({ ground, deploy }) {
    await deploy("load-balancing");
    const { callers, inTurn } = await claim.measure(ground, { replicas: 3 }, CALLS);
    const pods = [...new Set([...callers, inTurn].flatMap(({ sent }) => endpointsOf(sent)))].sort();
    const rowsOf = (caller: string, { sent }: CallerReadings) =>
      pods.map((pod, index) => ({
        caller,
        pod: `pod ${index + 1}`,
        calls: sent.subsets.get("v1")?.get(pod) ?? 0,
      }));
    const hashed = callers.flatMap((caller, index) => rowsOf(`caller ${index + 1}`, caller));
    return { calls: [...hashed, ...rowsOf("without hash", inTurn)] };
  },
  draw({ calls }) {
    const all = calls.reduce((sum, { calls }) => sum + calls, 0);
    const spec = {
      width: 520,
      height: { step: 26 },
      data: { values: calls },
      mark: "bar",
      encoding: {
        y: { field: "caller", type: "nominal", sort: null, title: null },
        x: { field: "calls", type: "quantitative", title: "calls" },
        color: { field: "pod", title: "of catalogue", scale: { range: [colours.v1, colours.v2, colours.third] } },
      },
    } as unknown as Body;
    return {
      title: "Calls to catalogue by the pod that got them",
      caption: `${all} calls, counted at the callers' sidecars.`,
      spec,
    };
  },
});

function endpointsOf(sent: CallerReadings["sent"]): string[] {
  return [...(sent.subsets.get("v1")?.keys() ?? [])];
}
