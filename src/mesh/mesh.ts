import * as pulumi from "@pulumi/pulumi";
import type { Microservice } from "../shop/microservice";
import type { HttpServiceName, ServiceName } from "../shop/services";
import type { EntranceTokens, NamespaceChange, ServiceTraffic } from "../stage/stage";
import type { Version } from "../shop/service";
import type { Account } from "./authorization";
import { policyOf } from "./callers";
import { egressEntry, egressSidecar } from "./egress";
import {
  type Expectation,
  ofAuthorizationPolicy,
  ofDestinationRule,
  ofEnvoyFilter,
  ofGateway,
  ofGatewayAuthentication,
  ofPeerAuthentication,
  ofRequestAuthentication,
  ofServiceEntry,
  ofSidecar,
  ofTelemetry,
  ofVirtualService,
} from "./expectation";
import type { GatewayCertificate } from "./gateway-certificate";
import { inboundFilter, type RateLimiterAddress } from "./inbound";
import {
  AuthorizationPolicy,
  DestinationRule,
  type DestinationRuleSpec,
  EnvoyFilter,
  Gateway,
  PeerAuthentication,
  RequestAuthentication,
  ServiceEntry,
  Sidecar,
  Telemetry,
  VirtualService,
} from "./istio";
import { gatewayAuthentication, requestAuthentication } from "./request-authentication";
import { peerAuthentication } from "./peer-authentication";
import { telemetry } from "./telemetry";
import { zipkinName } from "../needs/zipkin-service";
import type { PublicKey } from "../cluster/signing-key";
import { annotated, marked } from "../cluster/stack-mark";
import { gatewaySpec, openGatewayReason, routedTo, serviceConfig } from "./traffic";

export interface MeshArgs {
  readonly namespace: pulumi.Input<string>;
  /** The services to route to, as deployed. */
  readonly services: Readonly<Record<ServiceName, Microservice>>;
  readonly traffic: Readonly<Record<ServiceName, ServiceTraffic>>;
  /** Services whose own proxies are set up by some stage, this one or another. */
  readonly setUpInbound: readonly HttpServiceName[];
  /** Services that some stage lets requests with a token alone into, in the same sense. */
  readonly takesTokens: readonly HttpServiceName[];
  /** Checks these tokens. */
  readonly tokenKey: pulumi.Output<PublicKey>;
  /** What runs beside the shop. */
  readonly needs: readonly Microservice[];
  readonly ofNamespace: NamespaceChange;
  /** Who calls for visitors: the ingress gateway's pods. Undefined where nobody has to know. */
  readonly gatewayAccounts?: pulumi.Output<readonly Account[]> | undefined;
  /** Where requests are counted over all pods, once it does. */
  readonly rateLimiter?: pulumi.Output<RateLimiterAddress> | undefined;
  /** A label of the ingress gateway's pods, as the config key of that name. */
  readonly gatewaySelector: string;
  /** Host names that the shop answers to there. */
  readonly hosts: readonly string[];
  /** Why the Gateway may answer to every host name, where it does; written on it unless empty. */
  readonly openGateway: string;
  /**
   * Settles when pods of these versions of a service can answer. No route is changed before: a Deployment that this run
   * leaves as it is may have lost its pods. Undefined in a run that applies nothing.
   */
  readonly whenReady?: (service: ServiceName, versions: readonly Version[]) => Promise<void>;
  /** What visitors are served with over TLS. Default: nothing, and they come by plain HTTP. */
  readonly tls?: GatewayCertificate | undefined;
  /** Settles when the gateways show these objects, and no earlier state of theirs. Undefined in a run that applies nothing. */
  readonly whenShown?: ((expectation: Expectation) => Promise<void>) | undefined;
  /** What the gateway reads of visitors' tokens, and the object that says so there. Default: it reads none. */
  readonly visitors?: VisitorsArgs | undefined;
  /** Written on the Gateway, so that no other stack takes it over. */
  readonly mark?: string | undefined;
}

export interface VisitorsArgs {
  readonly tokens: EntranceTokens;
  readonly name: string;
  /** That of the gateway's pods. */
  readonly namespace: string;
}

/** What the mesh does with the shop's traffic. The Gateway bears the component's name, all else the services'. */
export class Mesh extends pulumi.ComponentResource {
  /** The objects as this run leaves them in the cluster, and how proxies show that they have them. */
  readonly expectations: pulumi.Output<readonly Expectation[]>;

  constructor(name: string, args: MeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:mesh:Mesh", name, {}, opts);
    const { namespace, services, traffic, gatewaySelector, hosts, openGateway, mark, whenReady, rateLimiter } = args;
    const expectations: pulumi.Output<Expectation | undefined>[] = [];

    const { tls, whenShown } = args;
    const gateway = new Gateway(
      name,
      {
        metadata: { name, namespace, ...annotated({ ...marked(mark), ...openHosts(hosts, openGateway) }) },
        spec:
          tls?.credentialName.apply((credential) => gatewaySpec(gatewaySelector, hosts, credential)) ??
          gatewaySpec(gatewaySelector, hosts),
      },
      { parent: this, dependsOn: [...(tls?.secrets ?? [])] },
    );
    expectations.push(gateway.spec.apply((spec) => spec && ofGateway(name, spec)));
    // Nobody is redirected to a port that is not open yet.
    const opened = tls && whenShown && gateway.spec.apply((spec) => spec && whenShown(ofGateway(name, spec)));

    // No route goes by what nobody reads yet, or any more.
    const visitors = args.visitors && this.readAtGateway(args.visitors, gateway, args, expectations);

    for (const service of Object.keys(services) as ServiceName[]) {
      const config = serviceConfig(service, traffic[service], name, hosts, tls?.port);
      const deployed = services[service];
      const destinationRule = new DestinationRule(
        service,
        {
          metadata: { name: service, namespace, ...annotations(config.idleSubsets) },
          spec: exportedByName(config.destinationRule, namespace),
        },
        { parent: this, dependsOn: deployed.service },
      );
      expectations.push(destinationRule.spec.apply((spec) => spec && ofDestinationRule(service, spec)));
      // A route must never lead to a subset or to pods that are not there yet.
      const pods = Object.values(deployed.deployments);
      const ready =
        whenReady && pulumi.all(pods.map(({ id }) => id)).apply(() => whenReady(service, routedTo(traffic[service])));
      for (const [virtualService, spec] of Object.entries(config.virtualServices)) {
        const atGateway = spec.gateways !== undefined;
        const dependsOn = [destinationRule, ...pods, ...(atGateway ? [gateway, ...(visitors ? [visitors] : [])] : [])];
        const before = pulumi.all([ready, atGateway ? opened : undefined]);
        const object = new VirtualService(
          virtualService,
          { metadata: { name: virtualService, namespace }, spec: before.apply(() => spec) },
          // Of two for one host at a gateway the older counts: a shop that moves to another namespace takes its entrance along.
          { parent: this, dependsOn, deleteBeforeReplace: spec.gateways !== undefined },
        );
        expectations.push(object.spec.apply((spec) => spec && ofVirtualService(virtualService, service, spec)));
      }
    }

    for (const service of args.setUpInbound) {
      const { inbound = {} } = traffic[service];
      const limiter = inbound.accountLimits && rateLimiter;
      const spec = limiter
        ? limiter.apply((address) => inboundFilter(service, inbound, address))
        : inboundFilter(service, inbound);
      // The warning is of every EnvoyFilter, for what it is.
      const metadata = { name: service, namespace, ...suppressed("IST0133") };
      const object = new EnvoyFilter(service, { metadata, spec }, { parent: this });
      expectations.push(object.spec.apply((spec) => spec && ofEnvoyFilter(service, service, spec)));
    }

    const readTokens = (service: HttpServiceName, dependsOn: pulumi.Resource | undefined) => {
      const spec = args.tokenKey.apply((key) => requestAuthentication(service, traffic[service].inbound?.tokens, key));
      const metadata = { name: service, namespace };
      const object = new RequestAuthentication(
        service,
        { metadata, spec },
        { parent: this, dependsOn: dependsOn ?? [] },
      );
      expectations.push(object.spec.apply((spec) => spec && ofRequestAuthentication(service, service, spec)));
      return object;
    };
    // Where no tokens are read nobody bears one, so they are read before some are required, and for longer.
    const [reading, notReading] = [true, false].map((wanted) =>
      args.takesTokens.filter((service) => (traffic[service].inbound?.tokens !== undefined) === wanted),
    ) as [HttpServiceName[], HttpServiceName[]];
    const read = new Map<string, pulumi.Resource>(reading.map((service) => [service, readTokens(service, undefined)]));
    const policies = new Map<string, pulumi.Resource>();

    const everyPodReady =
      whenReady &&
      pulumi
        .all(Object.values(services).flatMap(({ deployments }) => Object.values(deployments).map(({ id }) => id)))
        .apply(() =>
          Promise.all(
            (Object.keys(services) as ServiceName[]).map((service) => whenReady(service, routedTo(traffic[service]))),
          ),
        );
    const mutualTls = peerAuthentication(args.ofNamespace.mutualTls);
    // Nobody reaches a pod without a sidecar any more once calls have to prove who calls.
    const peers = new PeerAuthentication(
      name,
      { metadata: { name, namespace }, spec: everyPodReady?.apply(() => mutualTls) ?? mutualTls },
      { parent: this },
    );
    expectations.push(peers.spec.apply((spec) => spec && ofPeerAuthentication(name, spec)));

    const { egress } = args.ofNamespace;
    const entry = new ServiceEntry(
      name,
      { metadata: { name, namespace }, spec: egressEntry(egress) },
      { parent: this },
    );
    expectations.push(entry.spec.apply((spec) => spec && ofServiceEntry(name, spec)));
    const sidecar = new Sidecar(
      name,
      // That it selects no pod is meant.
      { metadata: { name, namespace, ...(egress ? {} : suppressed("IST0101")) }, spec: egressSidecar(egress) },
      // The host that stays open is known before the others are closed.
      { parent: this, dependsOn: entry },
    );
    expectations.push(sidecar.spec.apply((spec) => spec && ofSidecar(name, spec)));

    const { accessLog, tracing } = args.ofNamespace;
    const seen = new Telemetry(
      name,
      // Where nothing is wanted of it, it selects no pod on purpose, which istioctl's analysis takes for a mistake.
      {
        metadata: { name, namespace, ...suppressed("IST0101") },
        spec: pulumi.output(namespace).apply((namespace) => telemetry({ accessLog, tracing }, namespace)),
      },
      // Istio passes over, without a word, a place to report to that is not there yet.
      { parent: this, dependsOn: tracing ? args.needs.filter(({ name }) => name === zipkinName) : [] },
    );
    expectations.push(seen.spec.apply((spec) => spec && ofTelemetry(name, spec, { name: zipkinName })));

    for (const microservice of [...Object.values(services), ...args.needs]) {
      const policy = new AuthorizationPolicy(
        microservice.name,
        { metadata: { name: microservice.name, namespace }, spec: policyOf(microservice, args) },
        { parent: this, dependsOn: read.get(microservice.name) ?? [] },
      );
      policies.set(microservice.name, policy);
      expectations.push(
        policy.spec.apply((spec) => spec && ofAuthorizationPolicy(microservice.name, microservice.name, spec)),
      );
    }

    for (const service of notReading) readTokens(service, policies.get(service));

    // A targeted run leaves out objects that are not there yet: nobody can be told of them.
    this.expectations = pulumi.all(expectations).apply((all) => all.filter((one) => one !== undefined));
    this.registerOutputs();
  }

  /**
   * Only where a stage wants it, as not everybody may write in the gateway's namespace. Pulumi deletes it last: a bad token
   * gets 401 until then, and no route goes by a good one.
   */
  private readAtGateway(
    { tokens, name, namespace }: VisitorsArgs,
    gateway: Gateway,
    { tokenKey, gatewaySelector, mark }: MeshArgs,
    expectations: pulumi.Output<Expectation | undefined>[],
  ): RequestAuthentication {
    const object = new RequestAuthentication(
      "visitors",
      {
        metadata: { name, namespace, ...annotated(marked(mark)) },
        spec: tokenKey.apply((key) => gatewayAuthentication(gatewaySelector, name, tokens, key)),
      },
      { parent: this, dependsOn: gateway },
    );
    expectations.push(object.spec.apply((spec) => spec && ofGatewayAuthentication(name, namespace, spec)));
    return object;
  }
}

function openHosts(hosts: readonly string[], reason: string): Record<string, string> {
  return hosts.includes("*") && reason !== "" ? { [openGatewayReason]: reason } : {};
}

/** Tells `istioctl analyze` that a subset without pods is meant (see traffic.ts); while all have pods it may complain. */
function annotations(idleSubsets: readonly string[]) {
  return idleSubsets.length > 0 ? suppressed("IST0173") : {};
}

/** Tells `istioctl analyze` that what it warns of by this code is meant. */
const suppressed = (code: string) => ({ annotations: { "galley.istio.io/analyze-suppress": code } });

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
