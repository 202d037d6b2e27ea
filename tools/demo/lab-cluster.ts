import { runInLab, shopUrl, type ShopPorts } from "../../lab/environment.ts";
import { start } from "../../lab/commands.ts";
import type { Cluster } from "./cluster.ts";

/** The lab, started when it does not run. */
export async function labCluster(ports: ShopPorts): Promise<Cluster> {
  await start(ports);
  return { run: runInLab, url: shopUrl(ports.port), prefix: "npm run lab -- exec ", verifyOptions: [] };
}
