import { gatewayLabels } from "../config/gateway-labels";
import { shares } from "../stage/compose";
import type { ServiceDeclaration, Version } from "../shop/service";
import { entrance, type ServiceName, services } from "../shop/services";
import type { ServiceTraffic } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { DestinationRuleSpec, GatewaySpec, HttpRoute, TrafficPolicy, VirtualServiceSpec } from "./istio";
import { markSubset } from "./marks";

/** Everything the mesh is told about one service. */
export interface ServiceConfig {
  readonly destinationRule: DestinationRuleSpec;
  /** Subsets that are declared although no pod of theirs runs now. */
  readonly idleSubsets: readonly Version[];
  /** By object name. None for services that do not speak HTTP. */
  readonly virtualServices: Readonly<Record<string, VirtualServiceSpec>>;
}

/** Annotation of a Gateway that says why it may answer to every host name. */
export const openGatewayReason = "sock-shop/open-to-all-hosts";

/**
 * Who is told of an object, said by the object itself because a mesh may have another default. What a stage does, it does
 * to the calls of the shop's own namespace and at the gateway, wherever that runs: only they are asked whether they have it.
 */
const withinNamespace = ["."];
const everywhere = ["*"];

/** The port of a Gateway for plain HTTP. */
const plainPort = 80;

/**
 * The door of the shop: port 80 of the gateway pods with this label (config key `gatewaySelector`), for these hosts.
 * @param credentialName of the Secret with the certificate for port 443; default none, and the port is closed
 */
export function gatewaySpec(selector: string, hosts: readonly string[], credentialName?: string): GatewaySpec {
  const plain = { port: { number: plainPort, name: "http", protocol: "HTTP" }, hosts: [...hosts] };
  const tls = credentialName && { mode: "SIMPLE" as const, credentialName, minProtocolVersion: "TLSV1_2" as const };
  return {
    selector: gatewayLabels(selector),
    servers: tls
      ? [plain, { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: [...hosts], tls }]
      : [plain],
  };
}

/**
 * What becomes of plain HTTP where the shop is served over TLS. A Gateway's own `httpsRedirect` keeps the port of the
 * request, so that it leads nowhere where 80 is reached by another number. Browsers keep a 301 for good unless told
 * otherwise, and would go on to TLS in stages that have none.
 */
const redirect = (port: number): HttpRoute => ({
  match: [{ port: plainPort }],
  redirect: { scheme: "https", port, redirectCode: 301 },
  headers: { response: { set: { "cache-control": "no-store" } } },
});

/**
 * How long callers keep a connection on which nothing is asked. A proxy whose filters have changed answers one request more under
 * the old ones on each connection that was open then, and cuts what is left after 45 s (`drainDuration`, Istio's default). The
 * first page after a switch would be refused for what the stage before refused: seen 3 of 3 times, and none with this second,
 * which is over when `up` has ended. A connection anew costs a handshake, some milliseconds.
 */
const idleTimeout = "1s";

/**
 * The mesh objects of a service.
 * @param gateway name of the Gateway that leads to the shop
 * @param hosts that the shop answers to there
 * @param httpsPort to which visitors by plain HTTP are redirected; default: they are not
 */
export function serviceConfig(
  service: ServiceName,
  traffic: ServiceTraffic,
  gateway: string,
  hosts: readonly string[] = ["*"],
  httpsPort?: number,
): ServiceConfig {
  const declaration: ServiceDeclaration = services[service];
  const subsets = Object.keys(declaration.versions) as Version[];
  const speaksHttp = declaration.protocol === "http";
  const trafficPolicy = speaksHttp ? withIdleTimeout(traffic.trafficPolicy) : traffic.trafficPolicy;
  const rule = {
    host: service,
    exportTo: service === entrance ? everywhere : withinNamespace,
    ...(trafficPolicy && { trafficPolicy }),
    // Every subset in every stage: a switch that removed one would do so before the last proxy has the new routes.
    subsets: subsets.map((version) => ({ name: version, labels: { version } })),
  } satisfies DestinationRuleSpec;
  const destinationRule = { ...rule, subsets: [...rule.subsets, markSubset(fingerprint(rule))] };
  const idleSubsets = subsets.filter((version) => !traffic.versions.includes(version));
  if (!speaksHttp) {
    return { destinationRule, idleSubsets, virtualServices: {} };
  }
  const withinMesh = { ...traffic, routes: traffic.routes.filter(({ claim }) => claim === undefined) };
  // Two objects with the same routes, as "*" may not be claimed inside the mesh and a gateway's callers name any host.
  const virtualServices = {
    [service]: withRoutes({ hosts: [service], exportTo: withinNamespace }, service, withinMesh),
    ...(service === entrance && {
      [`${service}-ingress`]: withRoutes(
        { hosts: [...hosts], exportTo: everywhere, gateways: [gateway] },
        service,
        traffic,
        httpsPort === undefined ? [] : [redirect(httpsPort)],
      ),
    }),
  };
  return { destinationRule, idleSubsets, virtualServices };
}

const withIdleTimeout = (policy: TrafficPolicy = {}): TrafficPolicy => ({
  ...policy,
  connectionPool: { ...policy.connectionPool, http: { idleTimeout, ...policy.connectionPool?.http } },
});

/** @param redirects take requests before the service's routes do */
function withRoutes(
  unrouted: VirtualServiceSpec,
  service: ServiceName,
  traffic: ServiceTraffic,
  redirects: readonly HttpRoute[] = [],
): VirtualServiceSpec {
  const http = traffic.routes.map((_, index) => httpRoute(service, traffic, index));
  const mark = fingerprint({ ...unrouted, http: [...redirects, ...http] });
  const first = redirects.map((route) => ({ name: `${service}-to-https.${mark}`, ...route }));
  const named = http.map((route, index) => ({ name: routeName(service, traffic, index, mark), ...route }));
  return { ...unrouted, http: [...first, ...named] };
}

/**
 * How Istio writes that a token claims something: as a header that no request can bear, since the proxy reads the token in
 * its place. In brackets a name may have dots, as `https://shop.example/group` has.
 */
const claimHeader = (name: string): string => `@request.auth.claims[${name}]`;

/** The versions that requests or copies of them are sent to. */
export function routedTo({ routes }: ServiceTraffic): Version[] {
  const sent = routes.flatMap((route) => shares(route).flatMap(([version, share]) => (share > 0 ? [version] : [])));
  const copies = routes.flatMap(({ mirror }) => (mirror ? [mirror.to] : []));
  return [...new Set([...sent, ...copies])];
}

function httpRoute(service: ServiceName, { routes, calls }: ServiceTraffic, index: number): HttpRoute {
  const route = routes[index] as ServiceTraffic["routes"][number];
  const { claim, mirror, headers } = route;
  const destination = (subset: Version) => ({ host: service, subset });
  const destinations = shares(route);
  const match = claim ? [{ headers: { [claimHeader(claim.name)]: { exact: claim.value } } }] : (route.match ?? [{}]);
  return {
    // Under this name proxies count a route's answers, tries and times, for `npm run live`; else they count none by route.
    // The mark is not in it, or each switch would begin counters anew. A match of that alone is for all requests.
    match: match.map((one) => ({ ...one, statPrefix: routeTarget(service, routes, index) })),
    route: destinations.map(([version, weight]) => ({
      destination: destination(version),
      ...(destinations.length > 1 && { weight }),
      ...(headers?.[version] && { headers: headers[version] }),
    })),
    ...(mirror && { mirror: destination(mirror.to), mirrorPercentage: { value: mirror.percent } }),
    ...calls,
    // Istio refuses the particulars of retries that are switched off.
    ...(calls?.retries?.attempts === 0 && { retries: { attempts: 0 } }),
  };
}

/**
 * `front-end-to-v1-v2.0a1b2c3d`; `front-end-to-v1-copied-to-v2.0a1b2c3d` where it is mirrored. No two routes share a name,
 * or a proxy that has one of them could not be told from one that has both: the second is `front-end-to-v1-2.0a1b2c3d`.
 */
const routeName = (service: ServiceName, { routes }: ServiceTraffic, index: number, mark: string): string =>
  `${routeTarget(service, routes, index)}.${mark}`;

function routeTarget(service: ServiceName, routes: ServiceTraffic["routes"], index: number): string {
  const targets = routes.slice(0, index + 1).map((route) => {
    const versions = shares(route).map(([version]) => version);
    return [...versions, ...(route.mirror ? ["copied", "to", route.mirror.to] : [])].join("-");
  });
  const target = targets[index] as string;
  const alike = targets.filter((other) => other === target).length;
  return `${service}-to-${target}${alike > 1 ? `-${alike}` : ""}`;
}
