import {
  type Expectation,
  ofAuthorizationPolicy,
  ofDestinationRule,
  ofEnvoyFilter,
  ofGateway,
  ofPeerAuthentication,
  ofRequestAuthentication,
  ofServiceEntry,
  ofSidecar,
  ofTelemetry,
  ofVirtualService,
} from "../../../src/mesh/expectation.ts";
import type { KindName } from "../../../src/mesh/kinds.ts";
import { zipkinName } from "../../../src/needs/zipkin-service.ts";
import { services } from "../../../src/shop/services.ts";
import { VISITORS_ROUTES } from "../../../verify/shop.ts";
import type { Specs } from "./intent.ts";

/** How proxies show an object of each kind, by its name and spec. */
const readers: Readonly<Record<KindName, (name: string, spec: never) => Expectation>> = {
  Gateway: ofGateway,
  VirtualService: (name, spec) => ofVirtualService(name, name.replace(/-ingress$/, ""), spec),
  DestinationRule: ofDestinationRule,
  EnvoyFilter: (name, spec) => ofEnvoyFilter(name, name, spec),
  PeerAuthentication: ofPeerAuthentication,
  RequestAuthentication: (name, spec) => ofRequestAuthentication(name, name, spec),
  Sidecar: ofSidecar,
  ServiceEntry: ofServiceEntry,
  AuthorizationPolicy: (name, spec) => ofAuthorizationPolicy(name, name, spec),
  Telemetry: (name, spec) => ofTelemetry(name, spec, { name: zipkinName }),
};

/** What stands beside the shop's services, and the objects that are of the whole namespace. */
const others = ["fortio", "rate-limiter", "rate-limiter-redis", "prometheus", "zipkin", "sock-shop", VISITORS_ROUTES];
const ours = new Set<string>([...Object.keys(services), ...others]);

/** Tells the pods of what watches to report no traces of their own: that is seen by what is missing, and not waited for. */
const untold = new Set([`Telemetry/${zipkinName}`]);

/** What the proxies are to show of the objects that are this program's; others' in the namespace are theirs to look after. */
export function expectationsOf(specs: Specs): Expectation[] {
  return [...specs].flatMap(([object, spec]) => {
    const [kind = "", name = ""] = object.split("/");
    return ours.has(name) && !untold.has(object) ? [readers[kind as KindName](name, (spec ?? {}) as never)] : [];
  });
}
