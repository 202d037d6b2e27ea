import type * as pulumi from "@pulumi/pulumi";
import type { PublicKey } from "../cluster/signing-key";
import type { Microservice } from "../shop/microservice";
import type { Version } from "../shop/service";
import type { HttpServiceName, ServiceName } from "../shop/services";
import type { EntranceTokens, NamespaceChange, ServiceTraffic } from "../stage/stage";
import type { Account } from "./authorization";
import type { Expectation } from "./expectation";
import type { GatewayCertificate } from "./gateway-certificate";
import type { RateLimiterAddress } from "./inbound";

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
