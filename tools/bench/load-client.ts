import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ground } from "./bench.ts";
import { type Load, readLoad } from "./fortio-load.ts";
import type { Lab } from "./lab.ts";

/** Seconds of each run: at full speed that is some thousand requests. */
const seconds = 4;
export const connections = "4";
/** A load that each way can carry, a second, to compare times at. */
export const steady = "50";

const client = "bench-client";

interface Template {
  readonly spec: object;
}

/** A pod with fortio beside the shop, and others as they are asked for: none of them gets a sidecar. */
export class LoadClient {
  private constructor(
    private readonly lab: Lab,
    private readonly file: string,
  ) {}

  /** @param beside names of further pods, and the deployments whose containers they have */
  static async start(lab: Lab, ground: Ground, beside: Readonly<Record<string, string>> = {}): Promise<LoadClient> {
    ground.say("deploying circuit-breaking, for its fortio");
    await lab.configure("stage", "circuit-breaking");
    await lab.up();
    const wanted = Object.entries({ [client]: "fortio", ...beside });
    const items = await Promise.all(wanted.map(([name, deployment]) => outsideOfMesh(lab, name, deployment)));
    const file = join(ground.folder, "pods.json");
    await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
    const started = new LoadClient(lab, file);
    ground.say("starting pods without a sidecar");
    try {
      await lab.kubectl("apply", "-f", file);
      const pods = wanted.map(([name]) => `pod/${name}`);
      await lab.kubectl("wait", "--for=condition=Ready", "--timeout=60s", ...pods);
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** @param rate requests a second; 0 for as many as can be */
  async load(url: string, rate: string): Promise<Load> {
    const flags = ["-quiet", "-json", "-", "-c", connections, "-qps", rate, "-t", `${seconds}s`, "-p", "99"];
    return readLoad(await this.lab.kubectl("exec", client, "-c", "fortio", "--", "fortio", "load", ...flags, url));
  }

  /** Takes the pods away and deploys the baseline. */
  async stop(): Promise<void> {
    await this.lab.kubectl("delete", "--ignore-not-found", "--wait", "-f", this.file);
    await this.lab.configure("stage", "baseline");
    await this.lab.up();
  }
}

async function outsideOfMesh(lab: Lab, name: string, deployment: string): Promise<object> {
  const template = await lab.kubectl("get", "deployment", deployment, "-o", "jsonpath={.spec.template}");
  const { spec } = JSON.parse(template) as Template;
  const metadata = { name, labels: { name, "sidecar.istio.io/inject": "false" } };
  return { apiVersion: "v1", kind: "Pod", metadata, spec };
}

/** The shop's front page, as a pod of the cluster reaches it. */
export const throughTheMesh = "http://istio-ingressgateway.istio-system/";
