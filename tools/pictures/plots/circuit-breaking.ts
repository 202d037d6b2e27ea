import type { Ground, Pod } from "../../../verify/ground.ts";
import { callForHeader } from "../../../verify/probes/fortio.ts";
import { inMesh } from "../../../verify/probes/private-upstream.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Rows {
  readonly answers: readonly Answers[];
}

/** Of all runs with one number of connections. */
interface Answers {
  readonly connections: number;
  readonly answer: (typeof ANSWERS)[number];
  readonly answers: number;
}

const ANSWERS = ["200", "503 of the breaker", "other"] as const;

const CONNECTIONS = [1, 2, 4, 8];

/** The slide's command, so many times for each number of connections. */
const RUNS = 10;
const CALLS = 40;

/** What Envoy adds to the answers that it gives because a limit is reached. */
const OVERLOADED = "x-envoy-overloaded";

export const circuitBreaking = plot<Rows>({
  shows: "answers 200 and 503 by fortio's number of connections",
  how:
    "10 times fortio load -c N -qps 0 -n 40 by the shop's fortio to catalogue, in stage circuit-breaking; " +
    "the breaker's 503 are those with x-envoy-overloaded; before each run, catalogue's pod is back from any ejection",
  async measure({ ground, deploy }) {
    await deploy("circuit-breaking");
    const [fortio] = await ground.pods({ name: "fortio" });
    if (!fortio) throw new Error("stage circuit-breaking has no pod of fortio");
    const answers: Answers[] = [];
    for (const connections of CONNECTIONS) {
      const sums = { "200": 0, "503 of the breaker": 0, other: 0 };
      for (let run = 1; run <= RUNS; run += 1) {
        ground.say(`${connections} connections: ${run} of ${RUNS} times ${CALLS} calls to catalogue`);
        await untilBack(ground, fortio);
        const calls = { url: inMesh("catalogue", "/tags"), calls: CALLS, connections };
        for (const { status, answers, withHeader } of await callForHeader(ground, fortio, calls, OVERLOADED)) {
          if (status === 200) sums["200"] += answers;
          else if (status === 503) {
            sums["503 of the breaker"] += withHeader;
            sums.other += answers - withHeader;
          } else sums.other += answers;
        }
      }
      answers.push(...ANSWERS.map((answer) => ({ connections, answer, answers: sums[answer] })));
    }
    return { answers };
  },
  draw({ answers }) {
    const spec = {
      width: 520,
      height: { step: 34 },
      data: { values: answers },
      mark: "bar",
      encoding: {
        y: { field: "connections", type: "ordinal", title: "connections" },
        x: { field: "answers", type: "quantitative", title: "answers" },
        color: {
          field: "answer",
          title: null,
          scale: { domain: ANSWERS, range: [colours.v1, colours.v2, colours.plain] },
          legend: { orient: "bottom" },
        },
      },
    } as unknown as Body;
    return {
      title: "What fortio gets from catalogue, by number of connections",
      caption: `One connection and one pending request allowed. ${RUNS} times ${CALLS} calls each.`,
      spec,
    };
  },
});

/** A failure puts catalogue's only pod aside for a second; what is refused meanwhile is not the breaker's doing. */
async function untilBack(ground: Ground, caller: Pod): Promise<void> {
  await ground.until("catalogue's pod to be back from its ejection", async () => {
    const clusters = JSON.parse(await ground.envoy(caller, "clusters?format=json")) as Clusters;
    const hosts = (clusters.cluster_statuses ?? [])
      .filter(({ name }) => name.startsWith("outbound|80|v1|catalogue."))
      .flatMap(({ host_statuses = [] }) => host_statuses);
    return hosts.length > 0 && hosts.every(({ health_status }) => health_status?.failed_outlier_check !== true);
  });
}

/** The part that is read of Envoy's answer. */
interface Clusters {
  cluster_statuses?: { name: string; host_statuses?: { health_status?: { failed_outlier_check?: boolean } }[] }[];
}
