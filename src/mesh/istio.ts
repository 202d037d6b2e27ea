import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { IDestinationRule } from "@kubernetes-models/istio/networking.istio.io/v1/DestinationRule" with {
  "resolution-mode": "import",
};
import type { IGateway } from "@kubernetes-models/istio/networking.istio.io/v1/Gateway" with {
  "resolution-mode": "import",
};
import type { IVirtualService } from "@kubernetes-models/istio/networking.istio.io/v1/VirtualService" with {
  "resolution-mode": "import",
};

export type GatewaySpec = NonNullable<IGateway["spec"]>;
export type VirtualServiceSpec = NonNullable<IVirtualService["spec"]>;
export type DestinationRuleSpec = NonNullable<IDestinationRule["spec"]>;
export type HttpRoute = NonNullable<VirtualServiceSpec["http"]>[number];
export type TrafficPolicy = NonNullable<DestinationRuleSpec["trafficPolicy"]>;

/** A mesh object: Kubernetes' metadata and a spec that the compiler knows field by field. */
export interface IstioArgs<Spec> {
  readonly metadata: kubernetes.types.input.meta.v1.ObjectMeta;
  readonly spec: Spec;
}

const apiVersion = "networking.istio.io/v1";

/** A port of an ingress gateway, and the hosts it takes requests for. */
export class Gateway extends kubernetes.apiextensions.CustomResource {
  constructor(name: string, args: IstioArgs<GatewaySpec>, opts?: pulumi.CustomResourceOptions) {
    super(name, { apiVersion, kind: "Gateway", ...args }, opts);
  }
}

/** Where requests to a host go, and what happens to them on the way. */
export class VirtualService extends kubernetes.apiextensions.CustomResource {
  constructor(name: string, args: IstioArgs<VirtualServiceSpec>, opts?: pulumi.CustomResourceOptions) {
    super(name, { apiVersion, kind: "VirtualService", ...args }, opts);
  }
}

/** The subsets of a host, and how its callers share, limit and guard their connections to it. */
export class DestinationRule extends kubernetes.apiextensions.CustomResource {
  constructor(name: string, args: IstioArgs<DestinationRuleSpec>, opts?: pulumi.CustomResourceOptions) {
    super(name, { apiVersion, kind: "DestinationRule", ...args }, opts);
  }
}
