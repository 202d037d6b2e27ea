import type { NamespaceChange } from "../stage/stage";
import { fingerprint } from "./fingerprint";
import type { ServiceEntrySpec, SidecarSpec } from "./istio";
import { fingerprintPrefix } from "./marks";

type Egress = NamespaceChange["egress"];

/**
 * Whether the namespace's pods may call what the mesh does not know. Where no stage says so, an object for pods that there
 * are none of: one for the namespace that says nothing would take the place of the mesh's own.
 */
export function egressSidecar(egress: Egress): SidecarSpec {
  return egress === undefined
    ? // One that says nothing at all is refused by `istioctl analyze`.
      { workloadSelector: { labels: { "sock-shop/egress": "nobody" } }, outboundTrafficPolicy: { mode: "ALLOW_ANY" } }
    : { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } };
}

/**
 * The host outside that they may call all the same. Where no stage names one, an object that no proxy is told of.
 *
 * A second host bears the mark: `.invalid` is a domain that no name is ever in. Nothing else in the object is shown by a
 * proxy and changes nothing.
 */
export function egressEntry(egress: Egress): ServiceEntrySpec {
  if (egress === undefined) return entry(["nowhere.invalid"], "~");
  const hosts = [egress.host];
  return entry([...hosts, `${fingerprintPrefix}${fingerprint(entry(hosts, "."))}.invalid`], ".");
}

const entry = (hosts: string[], exportTo: string): ServiceEntrySpec => ({
  hosts,
  exportTo: [exportTo],
  location: "MESH_EXTERNAL",
  // A call goes where its caller sends it. To look the name up a second time, proxies would need a DNS that knows it.
  resolution: "NONE",
  ports: [
    { number: 80, name: "http", protocol: "HTTP" },
    { number: 443, name: "tls", protocol: "TLS" },
  ],
});
