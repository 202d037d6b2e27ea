import { conditionOf } from "../../src/mesh/telemetry.ts";
import { isMarkSubset } from "../../src/mesh/marks.ts";
import type { KubernetesObject } from "../engine-events/steps.ts";

interface Labelled {
  metadata: { labels?: Record<string, string> };
}

interface Service {
  spec: { ports?: { name?: string; port: number }[] };
}

interface Deployment {
  spec: { replicas?: number; template: { spec: { containers: { image: string }[] } } };
}

interface Gateway {
  spec: { servers?: { hosts?: string[]; port?: { number?: number } }[] };
}

interface HttpRoute {
  name?: string;
  match?: object[];
  route?: { destination: { host: string; subset?: string }; weight?: number }[];
}

interface VirtualService {
  spec: { http?: HttpRoute[] };
}

interface DestinationRule {
  spec: { subsets?: { name: string }[]; trafficPolicy?: object };
}

interface EnvoyFilter {
  spec: {
    workloadSelector?: { labels?: object };
    configPatches?: { patch?: { value?: { name?: string } & object } }[];
  };
}

interface PeerAuthentication {
  spec: { mtls?: { mode?: string } };
}

interface AuthorizationPolicy {
  spec: {
    action?: string;
    rules?: { from?: { source?: { principals?: string[] } }[]; to?: { operation?: { methods?: string[] } }[] }[];
  };
}

interface ServiceEntry {
  spec: { hosts?: string[]; exportTo?: string[] };
}

interface Sidecar {
  spec: { workloadSelector?: object; outboundTrafficPolicy?: { mode?: string } };
}

interface Telemetry {
  spec: {
    accessLogging?: { filter?: { expression?: string } }[];
    tracing?: { disableSpanReporting?: boolean; providers?: { name: string }[]; randomSamplingPercentage?: number }[];
  };
}

interface ConfigMap {
  data?: object;
}

/** What one looks for in an object of a kind, a line for each part. In the order in which kinds are shown. */
const essentials: Readonly<Record<string, (object: never) => readonly string[]>> = {
  Namespace: ({ metadata }: Labelled) => Object.entries(metadata.labels ?? {}).map((label) => label.join(" ")),
  Service: ({ spec }: Service) => [
    (spec.ports ?? []).map(({ name, port }) => [port, ...(name ? [name] : [])].join(" ")).join(", "),
  ],
  Deployment: ({ spec }: Deployment) =>
    spec.template.spec.containers.map(({ image }) => `${spec.replicas ?? 1} × ${image}`),
  Gateway: ({ spec }: Gateway) =>
    (spec.servers ?? []).map(({ hosts, port }) => `port ${port?.number} for hosts ${(hosts ?? []).join(", ")}`),
  VirtualService: ({ spec }: VirtualService) => (spec.http ?? []).map(routing),
  DestinationRule: ({ spec }: DestinationRule) => [
    `subsets ${(spec.subsets ?? [])
      .map(({ name }) => name)
      .filter((name) => !isMarkSubset(name))
      .join(", ")}`,
    leaves(spec.trafficPolicy),
  ],
  EnvoyFilter: ({ spec }: EnvoyFilter) => [
    `pods ${leaves(spec.workloadSelector?.labels)}`,
    (spec.configPatches ?? []).map(({ patch }) => patch?.value?.name ?? leaves(patch?.value)).join(", ") || "no filter",
  ],
  PeerAuthentication: ({ spec }: PeerAuthentication) => [`mutual TLS ${spec.mtls?.mode ?? "UNSET"}`],
  AuthorizationPolicy: ({ spec }: AuthorizationPolicy) => letIn(spec),
  ServiceEntry: ({ spec }: ServiceEntry) => [
    spec.exportTo?.includes("~")
      ? "no host outside the mesh"
      : (spec.hosts ?? []).filter((host) => !host.endsWith(".invalid")).join(", "),
  ],
  Sidecar: ({ spec }: Sidecar) => [
    spec.workloadSelector
      ? "no pod"
      : `hosts outside the mesh ${spec.outboundTrafficPolicy?.mode ?? "as the mesh has it"}`,
  ],
  Telemetry: ({ spec: { accessLogging: [log] = [], tracing: [traces] = [] } }: Telemetry) =>
    (log ?? traces) === undefined
      ? ["no pod"]
      : [
          log ? `access log of requests: ${conditionOf(log.filter?.expression ?? "true")}` : "",
          traces ? traced(traces) : "",
        ],
  ConfigMap: ({ data }: ConfigMap) => [leaves(data)],
  Secret: () => ["its values are not shown"],
};

/** What matters about an object, in a few words. Empty where nothing is known about its kind. */
export function essentialsOf(object: KubernetesObject): string {
  const lines = essentials[object.kind]?.(object as never) ?? [];
  return lines.filter(Boolean).join("\n");
}

/** Place of a kind among those that are shown: the ones without essentials come last. */
export function placeOf(kind: string): number {
  const place = Object.keys(essentials).indexOf(kind);
  return place < 0 ? Infinity : place;
}

/** Which requests become traces, and where those go. */
function traced({
  disableSpanReporting,
  providers = [],
  randomSamplingPercentage,
}: NonNullable<Telemetry["spec"]["tracing"]>[number]): string {
  if (disableSpanReporting) return "traces of no request";
  return `traces of ${randomSamplingPercentage} % of requests, to ${providers.map(({ name }) => name).join(", ")}`;
}

/** Who is routed where, and what else happens on the way. */
function routing({ match, route, ...more }: HttpRoute): string {
  // It says nothing to a reader, and no more does the name under which the route's requests are counted.
  delete more.name;
  const conditions = (match ?? []).map((one) => leaves({ ...one, statPrefix: [] })).filter(Boolean);
  const who = conditions.length === 0 ? "" : `${conditions.join(" or ")} → `;
  const where = (route ?? []).map(
    ({ destination: { host, subset }, weight }) => `${weight === undefined ? "" : `${weight} % `}${subset ?? host}`,
  );
  return [`${who}${where.join(", ")}`, leaves(more)].filter(Boolean).join("; ");
}

/** Whom a policy lets in, and for what. */
function letIn({ action, rules = [] }: AuthorizationPolicy["spec"]): string[] {
  if (action === "DENY") return ["anyone"];
  const lines = rules.map(({ from = [], to = [] }) => {
    const accounts = from
      .flatMap(({ source }) => source?.principals ?? [])
      .flatMap((principal) => /\/ns\/(.+)\/sa\/(.+)$/.exec(principal)?.slice(1).join("/") ?? []);
    // A rule for nobody bears the mark.
    if (from.length > 0 && accounts.length === 0) return "";
    const methods = to.flatMap(({ operation }) => operation?.methods ?? []);
    const who = accounts.length > 0 ? `accounts ${accounts.join(", ")}` : "anyone";
    return [who, ...(methods.length > 0 ? [`methods ${methods.join(", ")}`] : [])].join("; ");
  });
  return lines.some(Boolean) ? lines : ["nobody"];
}

/** Each value with the path to it: `tcp.maxConnections 1, http.maxRetries 2`. */
function leaves(node: unknown): string {
  const list = (value: unknown, path: readonly string[]): string[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => list(inner, [...path, key]))
      : [`${path.join(".")} ${String(value)}`];
  return node === undefined ? "" : list(node, []).join(", ");
}
