import type { Needs } from "./cluster-view";
import { entrance, type ServiceName, services } from "../shop/services";

/** Name of the mesh component, and of its objects that are no service's. */
export const meshName = "sock-shop";
/** Name of the shop's Gateway. */
export const gatewayName = meshName;
/** Name of the VirtualService that leads from it to the shop. */
export const ingressName = `${entrance}-ingress`;

/**
 * Name of the RequestAuthentication for the gateway's pods, which is in their namespace: other shops may have theirs there.
 * @param namespace the shop's
 */
export const visitorsName = (namespace: string): string => `${namespace}-visitors`;

const names = Object.keys(services) as ServiceName[];

/** `Kind/name` of the objects that every stage has, but for those that come from the table of stages. */
const always: readonly string[] = [
  `Gateway/${gatewayName}`,
  ...["PeerAuthentication", "Sidecar", "ServiceEntry", "Telemetry"].map((kind) => `${kind}/${meshName}`),
  ...names.flatMap((name) =>
    ["Service", "ServiceAccount", "Deployment", "DestinationRule", "AuthorizationPolicy"].map(
      (kind) => `${kind}/${name}`,
    ),
  ),
  ...names.filter((name) => services[name].protocol === "http").map((name) => `VirtualService/${name}`),
  `VirtualService/${ingressName}`,
];

/** `Kind/name` of the objects that every stage has. */
export function inEveryStage({
  setUpInbound,
  takesTokens,
}: Pick<Needs, "setUpInbound" | "takesTokens">): readonly string[] {
  return [
    ...always,
    ...setUpInbound.map((service) => `EnvoyFilter/${service}`),
    ...takesTokens.map((service) => `RequestAuthentication/${service}`),
  ];
}

/** Kinds of these. */
export const listedKinds: readonly string[] = [
  ...new Set(
    inEveryStage({ setUpInbound: [entrance], takesTokens: [entrance] }).map((object) => object.split("/")[0] ?? ""),
  ),
];

/** `Kind/name` of those that would be taken over from whoever has them. */
export const taken: readonly string[] = always.filter((object) =>
  /^(?:Service|ServiceAccount|Deployment|Gateway)\//.test(object),
);
