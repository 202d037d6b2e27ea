import type { V1Service } from "@kubernetes/client-node";
import { Mistake } from "../mistake";
import { HTTP_PORT } from "../shop";
import type { Connection } from "./connect";

/** The labels of the ingress gateway's pods, which Istio's own gateway has and the shop's Gateway selects. */
export const GATEWAY_LABELS = { istio: "ingressgateway" } as const;

/** The shop's address: that of the gateway's load balancer. A Mistake where it has none. */
export async function findEntrance({ core, context }: Connection): Promise<URL> {
  const services = (await core.listServiceForAllNamespaces()).items.filter(leadsToGateway);
  for (const service of services) {
    const [entrance] = service.status?.loadBalancer?.ingress ?? [];
    const host = entrance?.hostname ?? entrance?.ip;
    if (host !== undefined) return new URL(`http://${host.includes(":") ? `[${host}]` : host}`);
  }
  const what = services.length === 0 ? "no Service leads to an ingress gateway" : "the ingress gateway has no address";
  throw new Mistake(`${what} on ${context}\ngive the shop's address: --url http://localhost:8080, or SHOP_URL`);
}

function leadsToGateway({ spec }: V1Service): boolean {
  const selects = Object.entries(GATEWAY_LABELS).every(([key, value]) => spec?.selector?.[key] === value);
  return selects && (spec?.ports ?? []).some(({ port }) => port === HTTP_PORT);
}
