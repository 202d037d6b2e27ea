import type * as pulumi from "@pulumi/pulumi";
import type { HttpServiceName } from "../../shop/services";
import { policyOf } from "../callers";
import { ofAuthorizationPolicy, ofRequestAuthentication } from "../expectation";
import { AuthorizationPolicy, RequestAuthentication } from "../istio";
import type { MeshArgs } from "../mesh-args";
import { requestAuthentication } from "../request-authentication";
import type { Declared } from "./declared";

/**
 * Who may call whom, and whose tokens count. Where no tokens are read nobody bears one, so they are read before some are
 * required, and for longer.
 */
export function declareAccess(args: MeshArgs, declared: Declared): void {
  const { namespace, services, traffic, needs, takesTokens, tokenKey } = args;
  const { parent } = declared;
  const reads = (service: HttpServiceName) => traffic[service].inbound?.tokens !== undefined;

  const readTokens = (service: HttpServiceName, dependsOn: readonly pulumi.Resource[]): RequestAuthentication => {
    const spec = tokenKey.apply((key) => requestAuthentication(service, traffic[service].inbound?.tokens, key));
    const metadata = { name: service, namespace };
    const object = new RequestAuthentication(service, { metadata, spec }, { parent, dependsOn: [...dependsOn] });
    return declared.add(object, (spec) => ofRequestAuthentication(service, service, spec));
  };
  const reading = new Map<string, pulumi.Resource>(
    takesTokens.filter(reads).map((service) => [service, readTokens(service, [])]),
  );

  const policies = new Map<string, pulumi.Resource>();
  for (const microservice of [...Object.values(services), ...needs]) {
    const { name } = microservice;
    const before = reading.get(name);
    const policy = new AuthorizationPolicy(
      name,
      { metadata: { name, namespace }, spec: policyOf(microservice, args) },
      { parent, dependsOn: before ? [before] : [] },
    );
    policies.set(
      name,
      declared.add(policy, (spec) => ofAuthorizationPolicy(name, name, spec)),
    );
  }

  for (const service of takesTokens.filter((service) => !reads(service))) {
    const policy = policies.get(service);
    readTokens(service, policy ? [policy] : []);
  }
}
