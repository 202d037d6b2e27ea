import type {
  AuthorizationPolicySpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  PeerAuthenticationSpec,
  RequestAuthenticationSpec,
  ServiceEntrySpec,
  SidecarSpec,
  TelemetrySpec,
  VirtualServiceSpec,
} from "./istio";
import { commentedMarks, credentialNames, fingerprints, hostMark, markSubsets, routeNames, taggedMarks } from "./marks";

/** Gateways get the routes of the entrance, sidecars those of the services. */
export type ProxyKind = "gateway" | "sidecar";

/** An object of the mesh as it is deployed, and how the proxies show that they have it. */
export interface Expectation {
  /** `Kind/name` */
  readonly object: string;
  /** The service that it is about. */
  readonly host: string;
  /** All that a proxy shows of it, no more and no less. */
  readonly marks: readonly string[];
  /** The proxies that are told of it. */
  readonly told: readonly ProxyKind[];
  /** Of an object that is part of listeners: the labels of the pods whose proxies are told, of its own namespace. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Of an object that is part of a gateway's listeners and has a name of its own there: the namespace that it is in. */
  readonly atGateway?: { readonly namespace: string };
  /** Whether their listeners take calls without mutual TLS; `inherited` where the object leaves that to the mesh. */
  readonly plaintext?: boolean | "inherited";
  /** Whether they refuse calls to hosts that the mesh does not know; `inherited` where the object leaves that to others. */
  readonly registryOnly?: boolean | "inherited";
  /** Its marks that are about what they write down of requests, which somebody nearer may decide instead. */
  readonly accessLog?: readonly string[];
  /** Those about the traces that they report, likewise, and the labels of pods that report none. */
  readonly tracing?: { readonly marks: readonly string[]; readonly notOf: Readonly<Record<string, string>> };
}

export function ofDestinationRule(name: string, spec: DestinationRuleSpec): Expectation {
  const everywhere = spec.exportTo?.includes("*") === true;
  return {
    object: `DestinationRule/${name}`,
    host: spec.host,
    marks: markSubsets(spec),
    told: everywhere ? ["gateway", "sidecar"] : ["sidecar"],
  };
}

export function ofVirtualService(name: string, host: string, spec: VirtualServiceSpec): Expectation {
  const object = `VirtualService/${name}`;
  if (spec.gateways === undefined) return { object, host, marks: routeNames(spec), told: ["sidecar"] };
  return { object, host, marks: [...routeNames(spec), ...(spec.hosts ?? []).map(hostMark)], told: ["gateway"] };
}

export function ofEnvoyFilter(name: string, host: string, spec: EnvoyFilterSpec): Expectation {
  const pods = spec.workloadSelector?.labels ?? {};
  return {
    object: `EnvoyFilter/${name}`,
    host,
    marks: fingerprints(spec.configPatches ?? []),
    told: ["sidecar"],
    pods,
  };
}

export function ofAuthorizationPolicy(name: string, host: string, spec: AuthorizationPolicySpec): Expectation {
  const pods = spec.selector?.matchLabels ?? {};
  return { object: `AuthorizationPolicy/${name}`, host, marks: fingerprints(spec), told: ["sidecar"], pods };
}

export function ofRequestAuthentication(name: string, host: string, spec: RequestAuthenticationSpec): Expectation {
  const pods = spec.selector?.matchLabels ?? {};
  return { object: `RequestAuthentication/${name}`, host, marks: fingerprints(spec), told: ["sidecar"], pods };
}

/** Of one for the gateway's pods, in their namespace. */
export function ofGatewayAuthentication(name: string, namespace: string, spec: RequestAuthenticationSpec): Expectation {
  const object = `RequestAuthentication/${name}`;
  return { object, host: "", marks: fingerprints(spec), told: ["gateway"], atGateway: { namespace } };
}

/** Of one for the whole namespace. */
export function ofPeerAuthentication(name: string, { mtls }: PeerAuthenticationSpec): Expectation {
  const { mode = "UNSET" } = mtls ?? {};
  const plaintext = mode === "UNSET" ? "inherited" : mode !== "STRICT";
  return { object: `PeerAuthentication/${name}`, host: "", marks: [], told: ["sidecar"], pods: {}, plaintext };
}

/** Of one for the whole namespace, or for no pod. */
export function ofSidecar(name: string, { outboundTrafficPolicy, workloadSelector }: SidecarSpec): Expectation {
  const { mode } = outboundTrafficPolicy ?? {};
  const registryOnly = workloadSelector || mode === undefined ? "inherited" : mode === "REGISTRY_ONLY";
  return { object: `Sidecar/${name}`, host: "", marks: [], told: ["sidecar"], pods: {}, registryOnly };
}

export function ofServiceEntry(name: string, spec: ServiceEntrySpec): Expectation {
  const [host = ""] = spec.hosts;
  return { object: `ServiceEntry/${name}`, host, marks: fingerprints(spec), told: ["sidecar"] };
}

export function ofGateway(name: string, spec: GatewaySpec): Expectation {
  return { object: `Gateway/${name}`, host: "", marks: credentialNames(spec), told: ["gateway"] };
}

/**
 * Of one for the whole namespace, or for no pod.
 * @param untraced labels of pods that it does not make report traces
 */
export function ofTelemetry(
  name: string,
  spec: TelemetrySpec,
  untraced: Readonly<Record<string, string>>,
): Expectation {
  return {
    ...{ object: `Telemetry/${name}`, host: "", marks: fingerprints(spec), told: ["sidecar"], pods: {} },
    accessLog: commentedMarks(spec),
    tracing: { marks: taggedMarks(spec), notOf: untraced },
  };
}
