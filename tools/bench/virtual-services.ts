import type { RouteNames } from "./wait-for-routes.ts";

/** The part that is read of `kubectl get virtualservices -o json`. */
export interface VirtualServiceList {
  readonly items: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: { readonly gateways?: readonly string[]; readonly http: readonly { readonly name: string }[] };
  }[];
}

/** What `kubectl apply` takes: these objects without what the cluster added. */
export function manifestOf({ items }: VirtualServiceList, names: readonly string[]): string {
  const objects = items.filter(({ metadata }) => names.includes(metadata.name));
  return JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: objects.map(({ apiVersion, kind, metadata, spec }) => ({
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace },
      spec,
    })),
  });
}

/** The routes that proxies get of these objects. */
export function routeNames({ items }: VirtualServiceList): RouteNames {
  const routes = (atGateway: boolean) =>
    items
      .filter(({ spec }) => (spec.gateways !== undefined) === atGateway)
      .flatMap(({ spec }) => spec.http.map(({ name }) => name));
  return { gateway: routes(true), sidecar: routes(false) };
}
