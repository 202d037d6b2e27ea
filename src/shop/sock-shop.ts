import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { injectionLabels } from "../cluster/injection";
import { annotated, marked } from "../cluster/stack-mark";
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
  /** Revision of Istio whose sidecars its pods get; empty for the default one. */
  readonly istioRevision: string;
  /** Written on the namespace that it makes, so that no other stack takes it over. */
  readonly mark?: string | undefined;
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
    const labels = { ...injectionLabels(args.istioRevision), ...podSecurityLabels(podSecurity) };
    const metadata = { name: args.namespace, labels, ...annotated(marked(args.mark)) };
    const namespace = args.createNamespace
      ? new kubernetes.core.v1.Namespace(name, { metadata }, { parent: this }).metadata.name
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
