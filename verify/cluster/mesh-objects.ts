import type { Connection } from "./connect";

/** A deployed object of the mesh, as far as proxies show it. */
export interface MeshObject {
  readonly kind: "VirtualService" | "DestinationRule";
  readonly name: string;
  /** Of a VirtualService the names of its routes, of a DestinationRule those of its subsets. */
  readonly parts: readonly string[];
  /** Which proxies are told of it. */
  readonly at: readonly ("gateway" | "sidecar")[];
}

interface Listed {
  items: {
    metadata: { name: string };
    spec: { gateways?: string[]; exportTo?: string[]; http?: { name?: string }[]; subsets?: { name: string }[] };
  }[];
}

/** The VirtualServices and DestinationRules of the shop's namespace, as the API server has them now. */
export async function readMeshObjects({ custom, namespace }: Connection): Promise<MeshObject[]> {
  const list = async (plural: string) => {
    const kind = { group: "networking.istio.io", version: "v1", namespace, plural };
    return ((await custom.listNamespacedCustomObject(kind)) as Listed).items;
  };
  const [virtualServices, destinationRules] = await Promise.all([list("virtualservices"), list("destinationrules")]);
  return [
    ...virtualServices.map(({ metadata: { name }, spec }): MeshObject => {
      const parts = (spec.http ?? []).map((route) => route.name ?? "");
      return { kind: "VirtualService", name, parts, at: spec.gateways === undefined ? ["sidecar"] : ["gateway"] };
    }),
    ...destinationRules.map(({ metadata: { name }, spec }): MeshObject => {
      const parts = (spec.subsets ?? []).map((subset) => subset.name);
      const everywhere = spec.exportTo === undefined || spec.exportTo.includes("*");
      return { kind: "DestinationRule", name, parts, at: everywhere ? ["gateway", "sidecar"] : ["sidecar"] };
    }),
  ];
}
