import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceTraffic } from "../stage";
import type { Images } from "./images";
import { Microservice } from "./microservice";
import { podSecurityLabels, type PodSecurityLevel } from "./pod-security";
import { type ServiceName, services } from "./services";

export interface SockShopArgs {
  /** What runs of each service: versions and pods. */
  readonly traffic: Readonly<Record<ServiceName, Pick<ServiceTraffic, "versions" | "replicas">>>;
  readonly images: Images;
  /** What pods must keep to, sidecars included. */
  readonly podSecurity: PodSecurityLevel;
}

/** The shop in a namespace of its own, named after the component, whose pods get a sidecar. */
export class SockShop extends pulumi.ComponentResource {
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly services: Readonly<Record<ServiceName, Microservice>>;

  constructor(name: string, { traffic, images, podSecurity }: SockShopArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:shop:SockShop", name, {}, opts);
    this.namespace = new kubernetes.core.v1.Namespace(
      name,
      { metadata: { name, labels: { "istio-injection": "enabled", ...podSecurityLabels(podSecurity) } } },
      { parent: this },
    );
    const namespace = this.namespace.metadata.name;
    const start = (service: ServiceName) => {
      const { versions, replicas } = traffic[service];
      const declaration = services[service];
      return new Microservice(service, { namespace, declaration, versions, replicas, images }, { parent: this });
    };
    const names = Object.keys(services) as ServiceName[];
    this.services = Object.fromEntries(names.map((service) => [service, start(service)])) as typeof this.services;
    this.registerOutputs();
  }
}
