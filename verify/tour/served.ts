import { performance } from "node:perf_hooks";
import type { Ground, Pod } from "../ground";
import type { VirtualService } from "../cluster/virtual-services";

const DUMP = "config_dump?resource=dynamic_route_configs";

/** Longest that a proxy may stay behind, in milliseconds. */
const LIMIT = 60_000;

/**
 * Waits until every proxy has the routes of the deployed VirtualServices, by their names, and none of an earlier stage.
 * @returns how long that took, in seconds: the time of one round of questions where all were there at once
 */
export async function untilServed(ground: Ground, virtualServices: readonly VirtualService[]): Promise<number> {
  const start = performance.now();
  const names = (atGateway: boolean) =>
    new Set(virtualServices.filter((one) => one.atGateway === atGateway).flatMap((one) => one.routes));
  const [gateway, sidecar] = [names(true), names(false)];
  const serves = async (pod: Pod, expected: ReadonlySet<string>) => {
    const dump = await ground.envoy(pod, DUMP).catch(() => "");
    return sameRoutes(dump, expected);
  };
  await ground.until(
    "all proxies to serve the deployed routes",
    async () => {
      const [gateways, sidecars] = await Promise.all([ground.gateways(), ground.sidecars()]);
      const checks = [...gateways.map((pod) => serves(pod, gateway)), ...sidecars.map((pod) => serves(pod, sidecar))];
      return (await Promise.all(checks)).every(Boolean);
    },
    LIMIT,
  );
  return (performance.now() - start) / 1000;
}

/** Whether a proxy's dump has exactly these names among the routes that VirtualServices gave a name with a fingerprint. */
export function sameRoutes(dump: string, expected: ReadonlySet<string>): boolean {
  const named = new Set([...dump.matchAll(/"name":\s*"([^"]+\.[0-9a-f]{8})"/g)].map(([, name = ""]) => name));
  return named.size === expected.size && [...expected].every((name) => named.has(name));
}
