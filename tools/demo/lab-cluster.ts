import { runInLab, shopUrl } from "../../lab/environment.ts";
import { start } from "../../lab/commands.ts";
import type { Cluster } from "./cluster.ts";

/** The lab, started when it does not run. */
export async function labCluster(port: number): Promise<Cluster> {
  await start({ port });
  return { run: runInLab, url: shopUrl(port), prefix: "npm run lab -- exec ", verifyOptions: [] };
}
