import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceTraffic } from "../stage/stage";
import { Microservice, type Place } from "./microservice";
import { podSecurityLabels, type PodSecurityLevel } from "./pod-security";
import { type ServiceName, services } from "./services";

export interface SockShopArgs extends Omit<Place, "namespace"> {
  /** What runs of each service: versions and pods. */
  readonly traffic: Readonly<Record<ServiceName, Pick<ServiceTraffic, "versions" | "replicas">>>;
  /** Where it runs: in a namespace that it makes, or in one that is there and whose pods get a sidecar. */
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** What pods must keep to, sidecars included; of a namespace that is there its owner decides. */
  readonly podSecurity: PodSecurityLevel;
}

/** The shop, in a namespace whose pods get a sidecar. */
export class SockShop extends pulumi.ComponentResource {
  /** For what else runs beside it; the namespace's name is known once it is there. */
  readonly place: Place & { readonly namespace: pulumi.Output<string> };
  readonly services: Readonly<Record<ServiceName, Microservice>>;

  constructor(name: string, args: SockShopArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:shop:SockShop", name, {}, opts);
    const { traffic, images, replacedImages, resources, podSecurity, nativeSidecars } = args;
    const labels = { "istio-injection": "enabled", ...podSecurityLabels(podSecurity) };
    const namespace = args.createNamespace
      ? new kubernetes.core.v1.Namespace(name, { metadata: { name: args.namespace, labels } }, { parent: this })
          .metadata.name
      : pulumi.output(args.namespace);
    this.place = { namespace, images, replacedImages, resources, nativeSidecars };
    const start = (service: ServiceName) => {
      const { versions, replicas } = traffic[service];
      const declaration = services[service];
      return new Microservice(service, { ...this.place, declaration, versions, replicas }, { parent: this });
    };
    const names = Object.keys(services) as ServiceName[];
    this.services = Object.fromEntries(names.map((service) => [service, start(service)])) as typeof this.services;
    this.registerOutputs();
  }
}
