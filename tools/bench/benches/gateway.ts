import type { Bench } from "../bench.ts";
import { Lab } from "../lab.ts";
import { connections, LoadClient, steady, throughTheMesh } from "../load-client.ts";
import { inRounds } from "../rounds.ts";
import { differences, ratios } from "../statistics.ts";

const bare = "bench-bare";

export const gateway: Bench = {
  title: "the front page through gateway and sidecar, against the same pod without the mesh; on the lab",
  needs: "lab",
  rounds: 5,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    const client = await LoadClient.start(lab, ground, { [bare]: "front-end" });
    try {
      const address = await lab.kubectl("get", "pod", bare, "-o", "jsonpath={.status.podIP}");
      const direct = `http://${address}:8079/`;
      const found = await inRounds(ground, {
        "full speed, mesh": async () => (await client.load(throughTheMesh, "0")).rate,
        "full speed, direct": async () => (await client.load(direct, "0")).rate,
        "steady, mesh": async () => (await client.load(throughTheMesh, steady)).p99,
        "steady, direct": async () => (await client.load(direct, steady)).p99,
      });
      return [
        {
          what: "requests a second, direct / through the mesh",
          unit: "times",
          values: ratios(found["full speed, direct"], found["full speed, mesh"]),
        },
        {
          what: `  through the mesh, ${connections} connections`,
          unit: "perSecond",
          values: found["full speed, mesh"],
        },
        { what: `  direct, ${connections} connections`, unit: "perSecond", values: found["full speed, direct"] },
        {
          what: `p99 at ${steady} requests a second, mesh - direct`,
          unit: "milliseconds",
          values: differences(found["steady, mesh"], found["steady, direct"]),
        },
        { what: "  through the mesh", unit: "milliseconds", values: found["steady, mesh"] },
        { what: "  direct", unit: "milliseconds", values: found["steady, direct"] },
      ];
    } finally {
      await client.stop();
    }
  },
};
