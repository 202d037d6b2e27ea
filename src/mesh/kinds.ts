/** Parts of Envoy's configuration. */
export type ShownIn = "dynamic_route_configs" | "dynamic_active_clusters" | "dynamic_listeners";

/**
 * Istio's kinds that this program declares, one row each. Preflight, policy pack, preview and tests read the table, so a
 * kind more is a row here and a renderer.
 */
interface Kind {
  readonly apiVersion: string;
  /** The kind in the API's paths. */
  readonly plural: string;
  /**
   * The part of its configuration in which a proxy shows the object's mark, by the name that Envoy's `/config_dump` has
   * for it.
   */
  readonly shownIn: ShownIn;
}

const networking = "networking.istio.io/v1";
const security = "security.istio.io/v1";

export const kinds = {
  // By the certificates of its listeners; that it is there at all shows in the routes that are bound to it.
  Gateway: { apiVersion: networking, plural: "gateways", shownIn: "dynamic_listeners" },
  VirtualService: { apiVersion: networking, plural: "virtualservices", shownIn: "dynamic_route_configs" },
  DestinationRule: { apiVersion: networking, plural: "destinationrules", shownIn: "dynamic_active_clusters" },
  // Istio has no newer version of it.
  EnvoyFilter: {
    apiVersion: "networking.istio.io/v1alpha3",
    plural: "envoyfilters",
    shownIn: "dynamic_listeners",
  },
  // Nothing in it could bear a mark: it is seen by what a listener takes.
  PeerAuthentication: { apiVersion: security, plural: "peerauthentications", shownIn: "dynamic_listeners" },
  RequestAuthentication: { apiVersion: security, plural: "requestauthentications", shownIn: "dynamic_listeners" },
  // As little in this one: it is seen by where a proxy sends what it knows no host for.
  Sidecar: { apiVersion: networking, plural: "sidecars", shownIn: "dynamic_listeners" },
  ServiceEntry: { apiVersion: networking, plural: "serviceentries", shownIn: "dynamic_route_configs" },
  AuthorizationPolicy: { apiVersion: security, plural: "authorizationpolicies", shownIn: "dynamic_listeners" },
  Telemetry: { apiVersion: "telemetry.istio.io/v1", plural: "telemetries", shownIn: "dynamic_listeners" },
} as const satisfies Record<string, Kind>;

/** The two parts of an API version, as questions to the API have them. */
export function groupVersion(apiVersion: string): { group: string; version: string } {
  const [group = "", version = ""] = apiVersion.split("/");
  return { group, version };
}

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly KindName[];
