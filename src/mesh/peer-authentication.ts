import type { NamespaceChange } from "../stage/stage";
import type { PeerAuthenticationSpec } from "./istio";

/** Whether the namespace's pods take calls without mutual TLS. Where no stage says so, an object that leaves it to the mesh. */
export function peerAuthentication(mode: NamespaceChange["mutualTls"]): PeerAuthenticationSpec {
  return { mtls: { mode: mode ?? "UNSET" } };
}
