import type { Ground, Pod } from "../ground";
import { CALLER_OF, type HttpService } from "../shop";
import { privateFor } from "./private-destination";
import { POD_LABEL } from "./temporary-pod";

/** Brings a caller into the mesh whose proxy is told, for itself alone, to speak no TLS to a Service of the shop. */
export async function bringPlaintextCaller(ground: Ground, service: HttpService): Promise<Pod> {
  ground.say(`starting a caller that speaks no TLS to ${service}`);
  const [caller] = (await ground.bring([{ role: "plaintext", account: CALLER_OF[service] }])) as [Pod];
  const { trafficPolicy, ...rule } = privateFor({ [POD_LABEL]: caller.name }, await ground.destinationRule(service));
  await ground.lay({ ...rule, trafficPolicy: { ...trafficPolicy, tls: { mode: "DISABLE" } } }, caller);
  await ground.until(`${caller.name} to speak no TLS to ${service}`, async () => {
    const question = `config_dump?resource=dynamic_active_clusters&name_regex=outbound.*[|]${service}[.].*`;
    return speaksPlaintext(await ground.envoy(caller, question), service);
  });
  return caller;
}

/** Whether a proxy has the Service's clusters, and speaks no TLS to any. */
export function speaksPlaintext(clusters: string, service: string): boolean {
  return clusters.includes(`|${service}.`) && !clusters.includes("tlsMode-istio");
}
