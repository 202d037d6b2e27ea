import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { IDestinationRule } from "@kubernetes-models/istio/networking.istio.io/v1/DestinationRule" with {
  "resolution-mode": "import",
};
import type { IEnvoyFilter } from "@kubernetes-models/istio/networking.istio.io/v1alpha3/EnvoyFilter" with {
  "resolution-mode": "import",
};
import type { IAuthorizationPolicy } from "@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy" with {
  "resolution-mode": "import",
};
import type { IPeerAuthentication } from "@kubernetes-models/istio/security.istio.io/v1/PeerAuthentication" with {
  "resolution-mode": "import",
};
import type { IRequestAuthentication } from "@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication" with {
  "resolution-mode": "import",
};
import type { IGateway } from "@kubernetes-models/istio/networking.istio.io/v1/Gateway" with {
  "resolution-mode": "import",
};
import type { IServiceEntry } from "@kubernetes-models/istio/networking.istio.io/v1/ServiceEntry" with {
  "resolution-mode": "import",
};
import type { ISidecar } from "@kubernetes-models/istio/networking.istio.io/v1/Sidecar" with {
  "resolution-mode": "import",
};
import type { IVirtualService } from "@kubernetes-models/istio/networking.istio.io/v1/VirtualService" with {
  "resolution-mode": "import",
};
import type { ITelemetry } from "@kubernetes-models/istio/telemetry.istio.io/v1/Telemetry" with {
  "resolution-mode": "import",
};
import { type KindName, kinds } from "./kinds";

/** The spec of each kind, field by field: a kind without one does not compile. */
interface Specs {
  Gateway: NonNullable<IGateway["spec"]>;
  VirtualService: NonNullable<IVirtualService["spec"]>;
  DestinationRule: NonNullable<IDestinationRule["spec"]>;
  EnvoyFilter: NonNullable<IEnvoyFilter["spec"]>;
  PeerAuthentication: NonNullable<IPeerAuthentication["spec"]>;
  RequestAuthentication: NonNullable<IRequestAuthentication["spec"]>;
  Sidecar: NonNullable<ISidecar["spec"]>;
  ServiceEntry: NonNullable<IServiceEntry["spec"]>;
  AuthorizationPolicy: NonNullable<IAuthorizationPolicy["spec"]>;
  Telemetry: NonNullable<ITelemetry["spec"]>;
}

export type GatewaySpec = Specs["Gateway"];
export type VirtualServiceSpec = Specs["VirtualService"];
export type DestinationRuleSpec = Specs["DestinationRule"];
export type EnvoyFilterSpec = Specs["EnvoyFilter"];
export type PeerAuthenticationSpec = Specs["PeerAuthentication"];
export type RequestAuthenticationSpec = Specs["RequestAuthentication"];
export type SidecarSpec = Specs["Sidecar"];
export type ServiceEntrySpec = Specs["ServiceEntry"];
export type AuthorizationPolicySpec = Specs["AuthorizationPolicy"];
export type TelemetrySpec = Specs["Telemetry"];
export type EnvoyPatch = NonNullable<EnvoyFilterSpec["configPatches"]>[number];
export type HttpRoute = NonNullable<VirtualServiceSpec["http"]>[number];
export type TrafficPolicy = NonNullable<DestinationRuleSpec["trafficPolicy"]>;

/** A mesh object: Kubernetes' metadata and a spec that the compiler knows field by field. */
export interface IstioArgs<Spec> {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: Spec | pulumi.Output<Spec>;
}

class IstioObject<K extends KindName> extends kubernetes.apiextensions.CustomResource {
  /** As deployed: for an object that a targeted run leaves out its earlier state, and undefined where there is none. */
  declare readonly spec: pulumi.Output<Specs[K] | undefined>;

  constructor(kind: K, name: string, args: IstioArgs<Specs[K]>, opts?: pulumi.CustomResourceOptions) {
    super(name, { apiVersion: kinds[kind].apiVersion, kind, ...args }, opts);
  }
}

/** A port of an ingress gateway, and the hosts it takes requests for. */
export class Gateway extends IstioObject<"Gateway"> {
  constructor(name: string, args: IstioArgs<GatewaySpec>, opts?: pulumi.CustomResourceOptions) {
    super("Gateway", name, args, opts);
  }
}

/** Where requests to a host go, and what happens to them on the way. */
export class VirtualService extends IstioObject<"VirtualService"> {
  constructor(name: string, args: IstioArgs<VirtualServiceSpec>, opts?: pulumi.CustomResourceOptions) {
    super("VirtualService", name, args, opts);
  }
}

/** The subsets of a host, and how its callers share, limit and guard their connections to it. */
export class DestinationRule extends IstioObject<"DestinationRule"> {
  constructor(name: string, args: IstioArgs<DestinationRuleSpec>, opts?: pulumi.CustomResourceOptions) {
    super("DestinationRule", name, args, opts);
  }
}

/** Filters that Envoy has and Istio has no kind for, put into the proxies of some pods. */
export class EnvoyFilter extends IstioObject<"EnvoyFilter"> {
  constructor(name: string, args: IstioArgs<EnvoyFilterSpec>, opts?: pulumi.CustomResourceOptions) {
    super("EnvoyFilter", name, args, opts);
  }
}

/** Whether pods take calls that do not prove who calls. */
export class PeerAuthentication extends IstioObject<"PeerAuthentication"> {
  constructor(name: string, args: IstioArgs<PeerAuthenticationSpec>, opts?: pulumi.CustomResourceOptions) {
    super("PeerAuthentication", name, args, opts);
  }
}

/** Which tokens some pods believe. */
export class RequestAuthentication extends IstioObject<"RequestAuthentication"> {
  constructor(name: string, args: IstioArgs<RequestAuthenticationSpec>, opts?: pulumi.CustomResourceOptions) {
    super("RequestAuthentication", name, args, opts);
  }
}

/** Who may call some pods, and what they may ask for. */
export class AuthorizationPolicy extends IstioObject<"AuthorizationPolicy"> {
  constructor(name: string, args: IstioArgs<AuthorizationPolicySpec>, opts?: pulumi.CustomResourceOptions) {
    super("AuthorizationPolicy", name, args, opts);
  }
}

/** What pods' own proxies let them call. */
export class Sidecar extends IstioObject<"Sidecar"> {
  constructor(name: string, args: IstioArgs<SidecarSpec>, opts?: pulumi.CustomResourceOptions) {
    super("Sidecar", name, args, opts);
  }
}

/** Hosts that the mesh knows though they are no Services of its. */
export class ServiceEntry extends IstioObject<"ServiceEntry"> {
  constructor(name: string, args: IstioArgs<ServiceEntrySpec>, opts?: pulumi.CustomResourceOptions) {
    super("ServiceEntry", name, args, opts);
  }
}

/** What pods' own proxies write down of requests. */
export class Telemetry extends IstioObject<"Telemetry"> {
  constructor(name: string, args: IstioArgs<TelemetrySpec>, opts?: pulumi.CustomResourceOptions) {
    super("Telemetry", name, args, opts);
  }
}
