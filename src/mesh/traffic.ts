import { gatewayLabels } from "../config/gateway-labels";
import { shares } from "../stage/compose";
import type { ServiceDeclaration, Version } from "../shop/service";
import { entrance, type ServiceName, services } from "../shop/services";
import type { ServiceTraffic } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { DestinationRuleSpec, GatewaySpec, HttpRoute, VirtualServiceSpec } from "./istio";

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

/** The door of the shop: port 80 of the gateway pods with this label (config key `gatewaySelector`), for these hosts. */
export function gatewaySpec(selector: string, hosts: readonly string[]): GatewaySpec {
  return {
    selector: gatewayLabels(selector),
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [...hosts] }],
  };
}

/**
 * The mesh objects of a service.
 * @param gateway name of the Gateway that leads to the shop
 * @param hosts that the shop answers to there
 */
export function serviceConfig(
  service: ServiceName,
  traffic: ServiceTraffic,
  gateway: string,
  hosts: readonly string[] = ["*"],
): ServiceConfig {
  const declaration: ServiceDeclaration = services[service];
  const subsets = Object.keys(declaration.versions) as Version[];
  const destinationRule: DestinationRuleSpec = {
    host: service,
    ...(traffic.trafficPolicy && { trafficPolicy: traffic.trafficPolicy }),
    // Every subset in every stage: a switch that removed one would do so before the last proxy has the new routes.
    subsets: subsets.map((version) => ({ name: version, labels: { version } })),
  };
  const idleSubsets = subsets.filter((version) => !traffic.versions.includes(version));
  if (declaration.protocol !== "http") {
    return { destinationRule, idleSubsets, virtualServices: {} };
  }
  const http = traffic.routes.map((_, index) => httpRoute(service, traffic, index));
  // Two objects with the same routes, as "*" may not be claimed inside the mesh and a gateway's callers name any host.
  const unnamed: Record<string, VirtualServiceSpec> = {
    [service]: { hosts: [service], http },
    ...(service === entrance && { [`${service}-ingress`]: { hosts: [...hosts], gateways: [gateway], http } }),
  };
  const mark = fingerprint({ destinationRule, unnamed });
  const named = http.map((route, index) => ({ name: routeName(service, traffic, index, mark), ...route }));
  const virtualServices = Object.fromEntries(
    Object.entries(unnamed).map(([name, spec]) => [name, { ...spec, http: named }]),
  );
  return { destinationRule, idleSubsets, virtualServices };
}

function httpRoute(service: ServiceName, { routes, mirror, calls }: ServiceTraffic, index: number): HttpRoute {
  const route = routes[index] as ServiceTraffic["routes"][number];
  const destination = (subset: Version) => ({ host: service, subset });
  const destinations = shares(route);
  return {
    ...(route.match && { match: route.match }),
    route: destinations.map(([version, weight]) => ({
      destination: destination(version),
      ...(destinations.length > 1 && { weight }),
    })),
    ...(mirror && { mirror: destination(mirror.to), mirrorPercentage: { value: mirror.percent } }),
    ...calls,
    // Istio refuses the particulars of retries that are switched off.
    ...(calls?.retries?.attempts === 0 && { retries: { attempts: 0 } }),
  };
}

/** `front-end-to-v1-v2.0a1b2c3d` */
function routeName(service: ServiceName, { routes }: ServiceTraffic, index: number, mark: string): string {
  const route = routes[index] as ServiceTraffic["routes"][number];
  return `${service}-to-${shares(route)
    .map(([version]) => version)
    .join("-")}.${mark}`;
}
