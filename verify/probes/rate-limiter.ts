import type { Ground, Pod } from "../ground";
import { POD_LABEL } from "./temporary-pod";

const SERVICE = "rate-limiter";

/**
 * Keeps one pod's proxy from the rate limiter, for itself alone: it is told to speak another TLS there than the mesh's, which
 * nobody answers. The limiter that the others ask is left as it is: to stop it would be to change what the user deployed.
 *
 * @param pod one that verify brought
 * @returns whether there is a rate limiter to be kept from
 */
export async function cutOff(ground: Ground, pod: Pod): Promise<boolean> {
  if ((await ground.pods({ name: SERVICE })).length === 0) return false;
  ground.say(`keeping ${pod.name} from the rate limiter`);
  const rule = { host: SERVICE, exportTo: ["."], trafficPolicy: { tls: { mode: "SIMPLE" } } };
  await ground.lay({ ...rule, workloadSelector: { matchLabels: { [POD_LABEL]: pod.name } } }, pod);
  await ground.until(`${pod.name} to be kept from the rate limiter`, async () => {
    const clusters = await ground.envoy(
      pod,
      "config_dump?resource=dynamic_active_clusters&name_regex=.*rate-limiter[.].*",
    );
    return isCutOff(clusters);
  });
  return true;
}

/** Whether a proxy speaks no mutual TLS to the rate limiter, by its clusters' configuration. */
export function isCutOff(clusters: string): boolean {
  return clusters.includes(`${SERVICE}.`) && !clusters.includes("tlsMode-istio");
}
