import { ofEnvoyFilter } from "../expectation";
import { inboundFilter } from "../inbound";
import { EnvoyFilter } from "../istio";
import type { MeshArgs } from "../mesh-args";
import type { Declared } from "./declared";
import { suppressed } from "./suppressed";

/** What the proxies of some services do with calls that arrive, for which Istio has no kind. */
export function declareFilters({ namespace, traffic, setUpInbound, rateLimiter }: MeshArgs, declared: Declared): void {
  for (const service of setUpInbound) {
    const { inbound = {} } = traffic[service];
    const limiter = inbound.accountLimits && rateLimiter;
    const spec = limiter
      ? limiter.apply((address) => inboundFilter(service, inbound, address))
      : inboundFilter(service, inbound);
    // The warning is of every EnvoyFilter, for what it is.
    const metadata = { name: service, namespace, ...suppressed("IST0133") };
    const object = new EnvoyFilter(service, { metadata, spec }, { parent: declared.parent });
    declared.add(object, (spec) => ofEnvoyFilter(service, service, spec));
  }
}
