import { hasAll, type Labels } from "./label-selector";

interface Named {
  readonly namespace?: string;
  readonly name?: string;
  readonly annotations?: Labels;
}

/** What of Istio's kind Gateway says which requests it takes. */
export interface GatewayObject {
  readonly metadata?: Named;
  readonly spec?: {
    readonly selector?: Labels;
    readonly servers?: readonly {
      readonly port?: { readonly number?: number; readonly protocol?: string };
      readonly hosts?: readonly string[];
      readonly tls?: { readonly httpsRedirect?: boolean };
    }[];
  };
}

/** What of Istio's kind VirtualService says which requests of a gateway it routes. */
export interface VirtualServiceObject {
  readonly metadata?: Named;
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly exportTo?: readonly string[];
  };
}

/** Pods that the shop's Gateway selects. */
export interface GatewayPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly ready: boolean;
}

/** The shop's own objects at the entrance, and the hosts it answers to. */
export interface Entrance {
  readonly namespace: string;
  readonly gateway: string;
  readonly virtualService: string;
  readonly hosts: readonly string[];
  /** Of its Gateway. Default: 80 alone. */
  readonly ports?: readonly number[];
}

/** Somebody else who takes a host that the shop takes too. */
export interface Claim {
  /** `Kind namespace/name` */
  readonly object: string;
  /** What it does with the host's requests. */
  readonly does: "routes" | "redirects" | "speaks another protocol at" | "ends TLS for";
  readonly host: string;
  /** The first of the shop's where that is so. */
  readonly port: number;
}

const plainPort = 80;
const httpProtocols = ["HTTP", "HTTP2", "GRPC", "GRPC-WEB"];

/** Who else takes a host of the shop's at one of its ports. */
export function rivals(
  ours: Entrance,
  pods: readonly GatewayPod[],
  gateways: readonly GatewayObject[],
  virtualServices: readonly VirtualServiceObject[],
): Claim[] {
  const { ports = [plainPort] } = ours;
  const claims = ports.flatMap((port) => rivalsAt(port, ours, pods, gateways, virtualServices));
  const seen = new Set<string>();
  return claims.filter(({ object }) => !seen.has(object) && seen.add(object));
}

/**
 * Who else takes a host of the shop's at a port of the same gateway pods. Istio puts all routes of one host together,
 * the oldest object's first; a host that is more specific than another is one of its own, so `*` and `shop.example` live
 * side by side. Of two who would end TLS for one host it takes one.
 */
function rivalsAt(
  port: number,
  ours: Entrance,
  pods: readonly GatewayPod[],
  gateways: readonly GatewayObject[],
  virtualServices: readonly VirtualServiceObject[],
): Claim[] {
  const hosts = ours.hosts.map((host) => host.toLowerCase());
  const shared = gateways.filter(({ spec }) => pods.some(({ labels }) => hasAll(labels, spec?.selector ?? {})));
  const claims = shared.flatMap((gateway) => {
    const { namespace = "", name = "" } = gateway.metadata ?? {};
    const isOurs = namespace === ours.namespace && name === ours.gateway;
    const own = isOurs ? [] : claimsOfGateway(gateway, port);
    const bound = virtualServices
      .filter(({ metadata }) => !(metadata?.namespace === ours.namespace && metadata.name === ours.virtualService))
      .filter((one) => isBound(one, namespace, name) && isSeen(one, pods));
    return [...own, ...bound.flatMap((one) => claimsOfRoutes(one, gateway, port, isOurs ? hosts : undefined))];
  });
  return claims.filter(({ host }) => hosts.includes(host));
}

const atPort = ({ spec }: GatewayObject, port: number) =>
  (spec?.servers ?? []).filter((server) => server.port?.number === port);

function claimsOfGateway(gateway: GatewayObject, at: number): Claim[] {
  const object = `Gateway ${nameOf(gateway.metadata)}`;
  return atPort(gateway, at).flatMap(({ port, hosts = [], tls }) => {
    const claim = (does: Claim["does"]) =>
      hosts.map((host) => ({ object, does, host: withoutNamespace(host), port: at }));
    if (at !== plainPort) return claim("ends TLS for");
    const foreign = !httpProtocols.includes((port?.protocol ?? "HTTP").toUpperCase());
    const does = foreign ? "speaks another protocol at" : tls?.httpsRedirect ? "redirects" : undefined;
    return does ? claim(does) : [];
  });
}

/** @param declared hosts that the shop's Gateway is about to have, where it is the shop's */
function claimsOfRoutes(
  { metadata, spec }: VirtualServiceObject,
  gateway: GatewayObject,
  port: number,
  declared: readonly string[] | undefined,
): Claim[] {
  const served =
    declared ??
    atPort(gateway, port).flatMap(({ hosts = [] }) =>
      hosts.filter((host) => lets(host, gateway.metadata?.namespace, metadata?.namespace)).map(withoutNamespace),
    );
  const hosts = (spec?.hosts ?? []).map((host) => host.toLowerCase());
  return served
    .flatMap((a) => hosts.flatMap((b) => narrower(a, b) ?? []))
    .map((host) => ({ object: `VirtualService ${nameOf(metadata)}`, does: "routes", host, port }) as const);
}

/** A VirtualService names a Gateway of its own namespace without the namespace. */
function isBound({ metadata, spec }: VirtualServiceObject, namespace: string, name: string): boolean {
  const names = [`${namespace}/${name}`, ...(metadata?.namespace === namespace ? [name, `./${name}`] : [])];
  return (spec?.gateways ?? []).some((gateway) => names.includes(gateway));
}

/** Whether a gateway pod is told of it. */
function isSeen({ metadata, spec }: VirtualServiceObject, pods: readonly GatewayPod[]): boolean {
  const { exportTo = [] } = spec ?? {};
  const namespaces = exportTo.map((to) => (to === "." ? metadata?.namespace : to));
  return (
    exportTo.length === 0 || namespaces.includes("*") || pods.some(({ namespace }) => namespaces.includes(namespace))
  );
}

/** Before a host's slash stands the namespace whose VirtualServices may bind to it. */
function lets(host: string, own: string | undefined, namespace: string | undefined): boolean {
  const [allowed, rest] = host.split("/");
  return rest === undefined || allowed === "*" || (allowed === "." ? own : allowed) === namespace;
}

const withoutNamespace = (host: string): string => host.slice(host.indexOf("/") + 1).toLowerCase();

/** Of two hosts the one that the other takes in; undefined where they have nothing in common. */
function narrower(a: string, b: string): string | undefined {
  return within(a, b) ? a : within(b, a) ? b : undefined;
}

function within(host: string, pattern: string): boolean {
  return host === pattern || (pattern.startsWith("*") && host.endsWith(pattern.slice(1)));
}

const nameOf = (metadata: Named | undefined): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
