import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { fingerprint } from "../mesh/fingerprint";
import type { RateLimiterAddress } from "../mesh/inbound";
import { Microservice, type Place } from "../shop/microservice";
import type { AccountLimits } from "../stage/stage";
import { limitsFile, limitLines } from "./account-limits";
import { rateLimiterRedisService, rateLimiterService } from "./rate-limiter-service";

export interface RateLimiterArgs {
  readonly place: Place;
  readonly limits: AccountLimits;
  /** Settles when its pods show that they go by these limits, a line each. Undefined in a run that applies nothing. */
  readonly whenShown?: ((service: string, lines: readonly string[]) => Promise<void>) | undefined;
}

/** The rate limiter, inside the mesh and beside the shop, with a Redis of its own. */
export class RateLimiter extends pulumi.ComponentResource {
  readonly microservices: readonly Microservice[];
  /** Known once it answers, by the limits that it was given: no proxy asks it before. */
  readonly address: pulumi.Output<RateLimiterAddress>;

  constructor(name: string, { place, limits, whenShown }: RateLimiterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sock-shop:needs:RateLimiter", name, {}, opts);
    const one = { ...place, versions: ["v1"], replicas: 1 } as const;
    const redis = new Microservice(`${name}-redis`, { ...one, declaration: rateLimiterRedisService }, { parent: this });
    const data = { "limits.yaml": limitsFile(limits) };
    // Other limits are another object, so that pods start anew with them: it reads its file once.
    const files = `${name}-${fingerprint(data)}`;
    const file = new kubernetes.core.v1.ConfigMap(
      name,
      { metadata: { name: files, namespace: place.namespace }, immutable: true, data },
      { parent: this },
    );
    const limiter = new Microservice(
      name,
      { ...one, declaration: rateLimiterService, files },
      { parent: this, dependsOn: [file, redis] },
    );
    this.microservices = [redis, limiter];
    const [port] = rateLimiterService.ports;
    this.address = pulumi
      .all([place.namespace, ...Object.values(limiter.deployments).map(({ id }) => id)])
      .apply(async ([namespace]) => {
        await whenShown?.(name, limitLines(limits));
        return { host: `${name}.${namespace}.svc.cluster.local`, port: port.port };
      });
    this.registerOutputs();
  }
}
