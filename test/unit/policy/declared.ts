import type { Declared } from "../../../policy/rule";

/** A resource of a program, as an engine hands it to a policy. */
export function declared(type: string, name: string, props: Declared["props"]): Declared {
  return { type: `kubernetes:${type}`, name, urn: `urn:pulumi:test::test::kubernetes:${type}::${name}`, props };
}

/** A Deployment whose pods have this template. */
export const deployment = (template: object): Declared =>
  declared("apps/v1:Deployment", "shop", { spec: { template } });

const istio = (kind: string) => (name: string, spec: object, metadata: object) =>
  declared(`networking.istio.io/v1:${kind}`, name, { metadata, spec });

export const gateway = (spec: object, metadata: object = {}): Declared => istio("Gateway")("door", spec, metadata);
export const virtualService = (spec: object, namespace?: string): Declared =>
  istio("VirtualService")("routes", spec, { namespace });
export const destinationRule = (host: string, subsets?: readonly string[], namespace?: string): Declared =>
  istio("DestinationRule")("subsets", { host, subsets: subsets?.map((name) => ({ name })) }, { namespace });

const security = (kind: string) => (name: string, spec: object, metadata: object) =>
  declared(`security.istio.io/v1:${kind}`, name, { metadata, spec });

export const authorizationPolicy = (spec: object, metadata: object = { namespace: "shop" }): Declared =>
  security("AuthorizationPolicy")("who", spec, metadata);
export const peerAuthentication = (name: string, spec: object, metadata: object = { namespace: "shop" }): Declared =>
  security("PeerAuthentication")(name, spec, metadata);
export const requestAuthentication = (spec: object, metadata: object = { namespace: "shop" }): Declared =>
  security("RequestAuthentication")("tokens", spec, metadata);
