import * as pulumi from "@pulumi/pulumi";
import type { ServiceName } from "../../shop/services";
import { ofDestinationRule, ofVirtualService } from "../expectation";
import { DestinationRule, type DestinationRuleSpec, VirtualService } from "../istio";
import type { MeshArgs } from "../mesh-args";
import { routedTo, serviceConfig } from "../traffic";
import type { Declared } from "./declared";
import type { Entrance } from "./entrance";
import { suppressed } from "./suppressed";

/** The subsets of each service, and the routes to them, from inside and for visitors. */
export function declareRoutes(name: string, args: MeshArgs, declared: Declared, entrance: Entrance): void {
  const { namespace, services, traffic, hosts, whenReady, tls } = args;
  const { parent } = declared;
  for (const service of Object.keys(services) as ServiceName[]) {
    const config = serviceConfig(service, traffic[service], name, hosts, tls?.port);
    const deployed = services[service];
    const rule = new DestinationRule(
      service,
      {
        metadata: { name: service, namespace, ...annotations(config.idleSubsets) },
        spec: exportedByName(config.destinationRule, namespace),
      },
      { parent, dependsOn: deployed.service },
    );
    declared.add(rule, (spec) => ofDestinationRule(service, spec));
    // A route must never lead to a subset or to pods that are not there yet.
    const pods = Object.values(deployed.deployments);
    const ready =
      whenReady && pulumi.all(pods.map(({ id }) => id)).apply(() => whenReady(service, routedTo(traffic[service])));
    for (const [virtualService, spec] of Object.entries(config.virtualServices)) {
      const atGateway = spec.gateways !== undefined;
      const dependsOn = [rule, ...pods, ...(atGateway ? entrance.before : [])];
      const before = pulumi.all([ready, atGateway ? entrance.opened : undefined]);
      const object = new VirtualService(
        virtualService,
        { metadata: { name: virtualService, namespace }, spec: before.apply(() => spec) },
        // Of two for one host at a gateway the older counts: a shop that moves to another namespace takes its entrance along.
        { parent, dependsOn, deleteBeforeReplace: atGateway },
      );
      declared.add(object, (spec) => ofVirtualService(virtualService, service, spec));
    }
  }
}

/** Tells `istioctl analyze` that a subset without pods is meant (see traffic.ts); while all have pods it may complain. */
function annotations(idleSubsets: readonly string[]) {
  return idleSubsets.length > 0 ? suppressed("IST0173") : {};
}

/**
 * The rule, with the name of its namespace for ".". Both mean the same, but Istio merges a rule that is exported to "." into
 * each rule for the same host with a workload selector, and all that it does not select lose the rule.
 */
function exportedByName(
  rule: DestinationRuleSpec,
  namespace: pulumi.Input<string>,
): pulumi.Output<DestinationRuleSpec> {
  return pulumi.output(namespace).apply((name) => ({
    ...rule,
    ...(rule.exportTo && { exportTo: rule.exportTo.map((to) => (to === "." ? name : to)) }),
  }));
}
