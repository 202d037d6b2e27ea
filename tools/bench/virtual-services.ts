import { type Expectation, ofVirtualService } from "../../src/mesh/expectation.ts";
import type { VirtualServiceSpec } from "../../src/mesh/istio.ts";

/** The part that is read of `kubectl get virtualservices -o json`. */
export interface VirtualServiceList {
  readonly items: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: VirtualServiceSpec;
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

/** How proxies show that they have these objects. */
export function expectationsOf({ items }: VirtualServiceList): Expectation[] {
  return items.map(({ metadata: { name }, spec }) => ofVirtualService(name, name, spec));
}
