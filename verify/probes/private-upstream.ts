import type { Ground, Pod } from "../ground";
import { CALLER_OF, type HttpService } from "../shop";
import { privateFor, withSubset } from "./private-destination";
import { POD_LABEL } from "./temporary-pod";
import { endpointsOf, readClusters } from "./upstream-requests";

/** A caller, and the only pod that its calls to a Service reach. */
export interface PrivateUpstream {
  readonly caller: Pod;
  readonly receiver: Pod;
}

/**
 * Puts a fortio server behind a Service of the shop for one caller alone, so that the deployed route can be tried against an
 * upstream that fails or hangs as it is told. The receiver carries the Service's labels but no version, so it is in no
 * subset, and nobody else's route leads to it; a DestinationRule for the caller alone makes it the whole of `subsets`.
 * Route, retries and traffic policy are the deployed ones.
 */
export async function bringPrivateUpstream(
  ground: Ground,
  service: HttpService,
  ...subsets: readonly [string, ...string[]]
): Promise<PrivateUpstream> {
  ground.say(`starting a caller, and a ${service} for it alone`);
  const { namespace } = ground;
  const { selector, targetPort } = await ground.service(service);
  if ("version" in selector)
    throw new Error(`Service ${service} selects a version, so no other pod can stand behind it`);
  const [caller, receiver] = (await ground.bring([
    { role: "caller", account: CALLER_OF[service] },
    { role: service, labels: selector, port: targetPort },
  ])) as [Pod, Pod];
  const rule = privateFor({ [POD_LABEL]: caller.name }, await ground.destinationRule(service));
  const receivers = { [POD_LABEL]: receiver.name };
  await ground.lay(
    subsets.reduce((all, subset) => withSubset(all, subset, receivers), rule),
    caller,
  );
  await ground.until(`${caller.name} to see ${receiver.name} alone behind ${service}`, async () => {
    const clusters = await readClusters(ground, [caller]);
    return subsets.every((subset) => {
      const endpoints = endpointsOf(clusters, { name: service, namespace }, subset);
      return endpoints.length === 1 && endpoints[0]?.startsWith(`${receiver.ip}:`) === true;
    });
  });
  return { caller, receiver };
}

/** The address at which a pod of the mesh calls a Service of the shop. */
export function inMesh(service: string, path: string): string {
  return `http://${service}${path}`;
}
