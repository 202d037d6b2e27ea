import * as pulumi from "@pulumi/pulumi";
import { rateLimiterName } from "../needs/rate-limiter-service";
import { zipkinName } from "../needs/zipkin-service";
import type { Microservice } from "../shop/microservice";
import { entrance } from "../shop/services";
import type { ServiceTraffic } from "../stage/stage";
import { authorizationPolicy } from "./authorization";
import type { AuthorizationPolicySpec } from "./istio";
import type { MeshArgs } from "./mesh-args";

/**
 * Who may call it: those whose row in the table says so, at the entrance the gateway; proxies that ask the rate limiter, and
 * all that report traces.
 */
export function policyOf(
  { name }: Microservice,
  args: MeshArgs,
): AuthorizationPolicySpec | pulumi.Output<AuthorizationPolicySpec> {
  const { namespace, services, traffic, needs, ofNamespace, gatewayAccounts } = args;
  const { methods, tokens } = (traffic as Readonly<Record<string, ServiceTraffic>>)[name]?.inbound ?? {};
  if (ofNamespace.callers === undefined) return authorizationPolicy(name, { methods, tokens });
  const callers = [...Object.values(services), ...needs].filter(({ calls }) => calls.includes(name));
  const asking = Object.entries(traffic).filter(
    ([, { inbound }]) => name === rateLimiterName && inbound?.accountLimits,
  );
  const reporting =
    name === zipkinName ? [...Object.values(services), ...needs].filter((one) => one.name !== name) : [];
  const names = [...[...callers, ...reporting].map((caller) => caller.name), ...asking.map(([caller]) => caller)];
  const visitors = (name === entrance && gatewayAccounts) || [];
  return pulumi.all([namespace, visitors]).apply(([namespace, visitors]) => {
    const accounts = [...names.map((caller) => ({ namespace, name: caller })), ...visitors];
    return authorizationPolicy(name, { callers: accounts, methods, tokens });
  });
}
