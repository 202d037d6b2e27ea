/** What verify knows of the shop: names, and nothing about how a stage is made. */

/** The namespace that the program takes where its config names no other. */
export const USUAL_NAMESPACE = "sock-shop";

/** The Istio Gateway of the shop, in its namespace, whatever that is called. */
export const GATEWAY_NAME = "sock-shop";

/** The objects of the mesh that are no service's. */
export const MESH_NAME = "sock-shop";

/** The VirtualService by which the gateway leads visitors to front-end. */
export const VISITORS_ROUTES = "front-end-ingress";

/** The object that tells the gateway which of the shop's visitors' tokens to believe, in the gateway's namespace. */
export const visitorsName = (namespace: string): string => `${namespace}-visitors`;

/** The namespace's ConfigMap that says which stage is deployed; the program writes it last. */
export const STAGE_CONFIG_MAP = "stage";

/** The Services that speak HTTP, each on port 80. */
export const HTTP_SERVICES = [
  "front-end",
  "catalogue",
  "carts",
  "orders",
  "payment",
  "shipping",
  "user",
  "queue-master",
] as const;

export type HttpService = (typeof HTTP_SERVICES)[number];

/** An account that calls each, as far as anyone of the shop does: where not everybody may call, it may. */
export const CALLER_OF: Readonly<Partial<Record<HttpService, string>>> = {
  catalogue: "front-end",
  payment: "orders",
};

/** Port of every HTTP Service of the shop. */
export const HTTP_PORT = 80;

/** The subsets that the shop's DestinationRules declare. */
export type Subset = "v1" | "v2";
