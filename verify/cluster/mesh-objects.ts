import type { Labels } from "../selection";
import { MESH_NAME, visitorsName } from "../shop";
import type { Connection } from "./connect";
import { gatewayPods } from "./gateway";

/** A deployed object of the mesh, as far as proxies show it. */
export interface MeshObject {
  readonly kind:
    | "Gateway"
    | "VirtualService"
    | "DestinationRule"
    | "EnvoyFilter"
    | "RequestAuthentication"
    | "AuthorizationPolicy"
    | "ServiceEntry"
    | "Sidecar"
    | "Telemetry";
  readonly name: string;
  /** Of a VirtualService the names of its routes, of a DestinationRule those of its subsets; of an EnvoyFilter its filters' prefixes of statistics, of a RequestAuthentication what stands beside its keys; of an AuthorizationPolicy the callers that it names by no account: what listeners show. Of the ServiceEntry the host that stands for its state, of the Gateway the Secrets that it serves TLS with; of the Sidecar what becomes of calls to hosts that nobody knows. Of the Telemetry the condition on what is written down, and the tag of traces. */
  readonly parts: readonly string[];
  /** Which proxies are told of it. */
  readonly at: readonly ("gateway" | "sidecar")[];
  /** Labels of the only pods that are told of it. Default: all. */
  readonly pods?: Labels;
  /** Labels of pods that are told something else. Default: none. */
  readonly notAt?: Labels;
}

/** How the host begins that stands for the state of a ServiceEntry. */
export const MARK = "fingerprint-";

/** Whether a condition on what is written down is of a stage. */
export const isMarked = (expression: string): boolean => expression.includes(`// ${MARK}`);

/** The tags of a stage's traces, in a Telemetry or in a listener. */
export function marksOfTraces(object: object): string[] {
  const tags = JSON.stringify(object).matchAll(/"literal":\{"value":"(fingerprint-[0-9a-f]+)"\}/g);
  return [...new Set([...tags].map(([, mark = ""]) => mark))];
}

const isOurs = ({ metadata }: ListedObject): boolean => metadata.name === MESH_NAME;

/** The parts of these kinds' specs that are read here; no two kinds give one field two meanings. */
interface Listed {
  items: ListedObject[];
}

interface ListedObject {
  metadata: { name: string };
  spec: {
    gateways?: string[];
    servers?: { tls?: { credentialName?: string } }[];
    exportTo?: string[];
    hosts?: string[];
    outboundTrafficPolicy?: { mode?: string };
    http?: { name?: string }[];
    subsets?: { name: string }[];
    workloadSelector?: { labels?: Labels };
    selector?: { matchLabels?: Labels };
    accessLogging?: { filter?: { expression?: string } }[];
    tracing?: object[];
    jwtRules?: { jwks?: string }[];
    rules?: { from?: { source?: { principals?: string[] } }[] }[];
    configPatches?: { patch?: { value?: { typed_config?: { stat_prefix?: string } } } }[];
  };
}

/** The mesh's objects of the shop's namespace, as the API server has them now. */
export async function readMeshObjects(connection: Connection): Promise<MeshObject[]> {
  const { custom, namespace } = connection;
  const visitors = await visitorsObjects(connection);
  const list = async (plural: string, version = "v1", group = "networking.istio.io") => {
    const kind = { group, version, namespace, plural };
    return ((await custom.listNamespacedCustomObject(kind)) as Listed).items;
  };
  const [gateways, virtualServices, destinationRules, envoyFilters, tokens, policies, entries, sidecars, telemetries] =
    await Promise.all([
      list("gateways"),
      list("virtualservices"),
      list("destinationrules"),
      list("envoyfilters", "v1alpha3"),
      list("requestauthentications", "v1", "security.istio.io"),
      list("authorizationpolicies", "v1", "security.istio.io"),
      list("serviceentries"),
      list("sidecars"),
      list("telemetries", "v1", "telemetry.istio.io"),
    ]);
  return [
    ...gateways.filter(isOurs).map(({ metadata: { name }, spec: { servers = [] } }): MeshObject => {
      return { kind: "Gateway", name, parts: servers.flatMap(({ tls }) => tls?.credentialName ?? []), at: ["gateway"] };
    }),
    ...virtualServices.map(({ metadata: { name }, spec }): MeshObject => {
      const parts = (spec.http ?? []).map((route) => route.name ?? "");
      return { kind: "VirtualService", name, parts, at: spec.gateways === undefined ? ["sidecar"] : ["gateway"] };
    }),
    ...destinationRules.map(({ metadata: { name }, spec }): MeshObject => {
      const parts = (spec.subsets ?? []).map((subset) => subset.name);
      const everywhere = spec.exportTo === undefined || spec.exportTo.includes("*");
      return { kind: "DestinationRule", name, parts, at: everywhere ? ["gateway", "sidecar"] : ["sidecar"] };
    }),
    ...envoyFilters.map(({ metadata: { name }, spec: { workloadSelector, configPatches = [] } }): MeshObject => {
      const parts = configPatches.flatMap(({ patch }) => patch?.value?.typed_config?.stat_prefix ?? []);
      return { kind: "EnvoyFilter", name, parts, at: ["sidecar"], pods: workloadSelector?.labels ?? {} };
    }),
    ...visitors,
    // The gateway may be in the shop's own namespace.
    ...tokens
      .filter(({ metadata }) => metadata.name !== visitorsName(namespace))
      .map(({ metadata: { name }, spec: { selector, jwtRules = [] } }): MeshObject => {
        const parts = jwtRules.flatMap(({ jwks = "{}" }) => besideKeys(jwks));
        return { kind: "RequestAuthentication", name, parts, at: ["sidecar"], pods: selector?.matchLabels ?? {} };
      }),
    ...policies.map(({ metadata: { name }, spec: { selector, rules = [] } }): MeshObject => {
      const principals = rules.flatMap(({ from = [] }) => from.flatMap(({ source }) => source?.principals ?? []));
      const parts = principals.filter((principal) => !principal.includes("/"));
      return { kind: "AuthorizationPolicy", name, parts, at: ["sidecar"], pods: selector?.matchLabels ?? {} };
    }),
    ...entries.filter(isOurs).map(({ metadata: { name }, spec: { hosts = [] } }): MeshObject => {
      return { kind: "ServiceEntry", name, parts: hosts.filter((host) => host.startsWith(MARK)), at: ["sidecar"] };
    }),
    ...telemetries.filter(isOurs).map(({ metadata: { name }, spec }): MeshObject => {
      const { accessLogging = [], tracing = [] } = spec;
      // A mesh may have logs of its own: this one is seen by the comment in its condition.
      const conditions = accessLogging.flatMap(({ filter }) => filter?.expression ?? []).filter(isMarked);
      const parts = [...conditions, ...marksOfTraces(tracing)];
      // What shows traces reports none.
      return {
        kind: "Telemetry",
        name,
        parts,
        at: ["sidecar"],
        ...(tracing.length > 0 && { notAt: { name: "zipkin" } }),
      };
    }),
    // One that says nothing of it leaves it to the mesh, which verify does not know.
    ...sidecars
      .filter((one) => isOurs(one) && one.spec.outboundTrafficPolicy?.mode === "REGISTRY_ONLY")
      .map(({ metadata: { name } }): MeshObject => ({ kind: "Sidecar", name, parts: ["block_all"], at: ["sidecar"] })),
  ];
}

/** What the gateway is told of visitors' tokens: by one object beside its pods, or by none. */
async function visitorsObjects(connection: Connection): Promise<MeshObject[]> {
  const pods = await gatewayPods(connection);
  const namespaces = [...new Set(pods.map(({ metadata }) => metadata?.namespace ?? ""))];
  const name = visitorsName(connection.namespace);
  const kind = { group: "security.istio.io", version: "v1", plural: "requestauthentications" };
  const read = async (namespace: string): Promise<MeshObject[]> => {
    try {
      const { spec } = (await connection.custom.getNamespacedCustomObject({
        ...kind,
        namespace,
        name,
      })) as ListedObject;
      const parts = (spec.jwtRules ?? []).flatMap(({ jwks = "{}" }) => besideKeys(jwks));
      return [{ kind: "RequestAuthentication", name, parts, at: ["gateway"] }];
    } catch (error) {
      // Who may not look there could not have laid one.
      if ([403, 404].includes((error as { code?: number }).code ?? 0)) return [];
      throw error;
    }
  };
  return (await Promise.all(namespaces.map(read))).flat();
}

/** What stands in a set of keys beside the keys. */
export function besideKeys(jwks: string): string[] {
  const members = Object.entries(JSON.parse(jwks) as Record<string, unknown>);
  return members.filter(([name]) => name !== "keys").map(([, value]) => String(value));
}
