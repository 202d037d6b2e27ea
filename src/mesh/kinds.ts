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
   * for it. None where an object is seen through others: a Gateway by the routes of the VirtualServices bound to it.
   */
  readonly shownIn?: "dynamic_route_configs" | "dynamic_active_clusters" | "dynamic_listeners";
}

const networking = "networking.istio.io/v1";

export const kinds = {
  Gateway: { apiVersion: networking, plural: "gateways" },
  VirtualService: { apiVersion: networking, plural: "virtualservices", shownIn: "dynamic_route_configs" },
  DestinationRule: { apiVersion: networking, plural: "destinationrules", shownIn: "dynamic_active_clusters" },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly KindName[];
