import { entrance, type ServiceName, services } from "../shop/services";

/** Name of the shop's Gateway, which is the mesh component's. */
export const gatewayName = "sock-shop";
/** Name of the VirtualService that leads from it to the shop. */
export const ingressName = `${entrance}-ingress`;

const names = Object.keys(services) as ServiceName[];

/** `Kind/name` of the objects that every stage has. */
export const always: readonly string[] = [
  `Gateway/${gatewayName}`,
  ...names.flatMap((name) => [`Service/${name}`, `Deployment/${name}`, `DestinationRule/${name}`]),
  ...names.filter((name) => services[name].protocol === "http").map((name) => `VirtualService/${name}`),
  `VirtualService/${ingressName}`,
];

/** `Kind/name` of those that would be taken over from whoever has them. */
export const taken: readonly string[] = always.filter((object) => /^(?:Service|Deployment|Gateway)\//.test(object));
