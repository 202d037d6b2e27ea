import { askInLab, runInLab, shopUrl, type ShopPorts } from "../../lab/environment.ts";
import { start } from "../../lab/commands.ts";
import type { Cluster } from "./cluster.ts";

/** The lab, started when it does not run. */
export async function labCluster(ports: ShopPorts): Promise<Cluster> {
  await start(ports);
  const prefix = "npm run lab -- exec ";
  return { run: runInLab, ask: askInLab, url: shopUrl(ports.port), prefix, verifyOptions: {} };
}
