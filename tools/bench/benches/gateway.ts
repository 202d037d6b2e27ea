import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type Load, readLoad } from "../fortio-load.ts";
import { Lab } from "../lab.ts";
import { inRounds } from "../rounds.ts";
import { differences, ratios } from "../statistics.ts";

interface Template {
  readonly spec: { readonly containers: readonly { readonly image: string; readonly securityContext: object }[] };
}

/** Seconds of each run: at full speed that is some thousand requests. */
const seconds = 4;
const connections = "4";
/** A load that both ways can carry, a second, to compare times at. */
const steady = "50";

const client = "bench-client";
const bare = "bench-bare";

/** A pod beside the shop that gets no sidecar. */
const outsideOfMesh = (name: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { name, "sidecar.istio.io/inject": "false" } },
  spec,
});

export const gateway: Bench = {
  title: "the front page through gateway and sidecar, against the same pod without the mesh; on the lab",
  needs: "lab",
  rounds: 5,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    ground.say("deploying circuit-breaking, for its fortio");
    await lab.configure("stage", "circuit-breaking");
    await lab.up();
    const template = async (deployment: string): Promise<Template> =>
      JSON.parse(await lab.kubectl("get", "deployment", deployment, "-o", "jsonpath={.spec.template}")) as Template;
    const [page, fortio] = [await template("front-end"), await template("fortio")];
    const pods = [outsideOfMesh(bare, page.spec), outsideOfMesh(client, fortio.spec)];
    const file = join(ground.folder, "pods.json");
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items: pods }));
    try {
      ground.say("starting two pods without a sidecar");
      await lab.kubectl("apply", "-f", file);
      await lab.kubectl("wait", "--for=condition=Ready", "--timeout=60s", `pod/${bare}`, `pod/${client}`);
      const address = await lab.kubectl("get", "pod", bare, "-o", "jsonpath={.status.podIP}");
      const through = "http://istio-ingressgateway.istio-system/";
      const direct = `http://${address}:8079/`;
      const load = async (url: string, rate: string): Promise<Load> => {
        const flags = ["-quiet", "-json", "-", "-c", connections, "-qps", rate, "-t", `${seconds}s`, "-p", "99"];
        return readLoad(await lab.kubectl("exec", client, "-c", "fortio", "--", "fortio", "load", ...flags, url));
      };
      const found = await inRounds(ground, {
        "full speed, mesh": async () => (await load(through, "0")).rate,
        "full speed, direct": async () => (await load(direct, "0")).rate,
        "steady, mesh": async () => (await load(through, steady)).p99,
        "steady, direct": async () => (await load(direct, steady)).p99,
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
      await lab.kubectl("delete", "--ignore-not-found", "--wait", "-f", file);
      await lab.configure("stage", "baseline");
      await lab.up();
    }
  },
};
