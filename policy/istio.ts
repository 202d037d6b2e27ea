import type { KindName } from "../src/mesh/kinds";
import type { Declared } from "./rule";

export interface Destination {
  readonly host: string;
  readonly subset?: string;
}

/** One route of a VirtualService: http, tcp or tls. */
export interface Route {
  /** For messages: `http route 2 (to-v1)`. */
  readonly label: string;
  readonly shares: readonly { readonly destination: Destination; readonly weight?: number }[];
  /** Who gets a copy. */
  readonly mirrors: readonly Destination[];
}

/** Whether a resource is Istio's of that kind, in any version of its API, whole or as a patch. */
export function isIstio(kind: KindName, { type }: Declared): boolean {
  return new RegExp(`^kubernetes:(networking|security)\\.istio\\.io/\\w+:${kind}(Patch)?$`).test(type);
}

/** The routes of a VirtualService. */
export function routesOf({ props: { spec } }: Declared): readonly Route[] {
  return ["http", "tcp", "tls"].flatMap((protocol) =>
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the program wrote
    (spec?.[protocol] ?? []).map(({ name, route, mirror, mirrors }: any, index: number) => ({
      label: `${protocol} route ${index + 1}${name ? ` (${name})` : ""}`,
      shares: route ?? [],
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      mirrors: [...(mirror ? [mirror] : []), ...(mirrors ?? []).map(({ destination }: any) => destination)],
    })),
  );
}

/** The name by which Istio knows a host that is mentioned in an object of a namespace. */
export function resolveHost(host: string, namespace: string): string {
  return host === "*" || host.includes(".") ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** The namespace an object goes to. */
export const namespaceOf = ({ props: { metadata } }: Declared): string => metadata?.namespace ?? "default";

/** The namespace whose objects are for the whole mesh, as Istio has it unless it is told. */
export const rootNamespace = "istio-system";

export type Labels = Readonly<Record<string, string>>;

/** The labels of the pods that an object is for. None: all pods of its namespace, or of the mesh. */
export const selectorOf = ({ props: { spec } }: Declared): Labels => spec?.selector?.matchLabels ?? {};

/** For messages: `namespace shop`, with labels where there are some. */
export function placeOf(resource: Declared): string {
  const labels = Object.entries(selectorOf(resource)).map(([key, value]) => `${key}=${value}`);
  const namespace = `namespace ${namespaceOf(resource)}`;
  return labels.length === 0 ? namespace : `${namespace} with selector ${labels.join(", ")}`;
}
