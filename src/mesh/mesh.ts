import * as pulumi from "@pulumi/pulumi";
import type { Microservice } from "../shop/microservice";
import type { ServiceName } from "../shop/services";
import type { ServiceTraffic } from "../stage/stage";
import { DestinationRule, Gateway, VirtualService } from "./istio";
import type { Proxy } from "../cluster/proxies";
import { annotated, marked } from "../cluster/stack-mark";
import { gatewaySpec, openGatewayReason, serviceConfig } from "./traffic";

export interface MeshArgs {
  readonly namespace: pulumi.Input<string>;
  /** The services to route to, as deployed. */
  readonly services: Readonly<Record<ServiceName, Microservice>>;
  readonly traffic: Readonly<Record<ServiceName, ServiceTraffic>>;
  /** A label of the ingress gateway's pods, as the config key of that name. */
  readonly gatewaySelector: string;
  /** Host names that the shop answers to there. */
  readonly hosts: readonly string[];
  /** Why the Gateway may answer to every host name, where it does; written on it unless empty. */
  readonly openGateway: string;
  /** Written on the Gateway, so that no other stack takes it over. */
  readonly mark?: string | undefined;
}

/** What the mesh does with the shop's traffic. The Gateway bears the component's name, all else the services'. */
export class Mesh extends pulumi.ComponentResource {
  /**
   * Names of the routes that each kind of proxy gets. Each ends with a fingerprint of its service's whole
   * configuration, so a proxy that serves routes of these names serves this program's state and no other.
   */
  readonly routes: Readonly<Record<Proxy["kind"], ReadonlySet<string>>>;
  readonly virtualServices: readonly VirtualService[];

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:mesh:Mesh", name, {}, opts);
    const { namespace, services, traffic, gatewaySelector, hosts, openGateway, mark } = args;
    const routes = { gateway: new Set<string>(), sidecar: new Set<string>() };
    const virtualServices: VirtualService[] = [];

    const gateway = new Gateway(
      name,
      {
        metadata: { name, namespace, ...annotated({ ...marked(mark), ...openHosts(hosts, openGateway) }) },
        spec: gatewaySpec(gatewaySelector, hosts),
      },
      { parent: this },
    );

    for (const service of Object.keys(services) as ServiceName[]) {
      const config = serviceConfig(service, traffic[service], name, hosts);
      const deployed = services[service];
      const destinationRule = new DestinationRule(
        service,
        { metadata: { name: service, namespace, ...annotations(config.idleSubsets) }, spec: config.destinationRule },
        { parent: this, dependsOn: deployed.service },
      );
      for (const [virtualService, spec] of Object.entries(config.virtualServices)) {
        // A route must never lead to a subset or to pods that are not there yet.
        const pods = Object.values(deployed.deployments);
        const dependsOn = [destinationRule, ...pods, ...(spec.gateways ? [gateway] : [])];
        virtualServices.push(
          new VirtualService(
            virtualService,
            { metadata: { name: virtualService, namespace }, spec },
            { parent: this, dependsOn },
          ),
        );
        for (const { name = "" } of spec.http ?? []) routes[spec.gateways ? "gateway" : "sidecar"].add(name);
      }
    }

    this.routes = routes;
    this.virtualServices = virtualServices;
    this.registerOutputs();
  }
}

function openHosts(hosts: readonly string[], reason: string): Record<string, string> {
  return hosts.includes("*") && reason !== "" ? { [openGatewayReason]: reason } : {};
}

/** Tells `istioctl analyze` that a subset without pods is meant (see traffic.ts); while all have pods it may complain. */
function annotations(idleSubsets: readonly string[]) {
  return idleSubsets.length > 0 ? { annotations: { "galley.istio.io/analyze-suppress": "IST0173" } } : {};
}
