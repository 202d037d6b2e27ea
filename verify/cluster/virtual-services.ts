import type { Connection } from "./connect";

/** What is deployed of a VirtualService, as far as its proxies show it. */
export interface VirtualService {
  /** Names of its routes. */
  readonly routes: readonly string[];
  /** Whether it is for a gateway, or for the mesh. */
  readonly atGateway: boolean;
}

interface Listed {
  items: { spec: { gateways?: string[]; http?: { name?: string }[] } }[];
}

/** The shop's VirtualServices, as the API server has them now. */
export async function readVirtualServices({ custom, namespace }: Connection): Promise<VirtualService[]> {
  const list = (await custom.listNamespacedCustomObject({
    group: "networking.istio.io",
    version: "v1",
    namespace,
    plural: "virtualservices",
  })) as Listed;
  return list.items.map(({ spec }) => ({
    routes: (spec.http ?? []).map(({ name = "" }) => name),
    atGateway: spec.gateways !== undefined,
  }));
}
