import { askInLab, runInLab, shopUrl, type ShopPorts } from "../../lab/environment.ts";
import type { Interlude } from "../../lab/build.ts";
import { start } from "../../lab/commands.ts";
import type { Cluster } from "./cluster.ts";

/**
 * The lab, started when it does not run.
 * @param interlude see `buildAll`
 */
export async function labCluster(ports: ShopPorts, interlude: Interlude): Promise<Cluster> {
  await start(ports, interlude);
  const prefix = "npm run lab -- exec ";
  return { run: runInLab, ask: askInLab, url: shopUrl(ports.port), prefix, verifyOptions: {} };
}
