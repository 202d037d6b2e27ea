import { isIstio } from "../istio";
import type { ResourceRule } from "../rule";

interface Server {
  readonly tls?: { readonly mode?: string; readonly minProtocolVersion?: string };
}

/** What Istio takes the field in at all. A server that passes TLS on does not end it, and the mesh's own has its own floor. */
const ending = ["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"];

const outdated = ["TLSV1_0", "TLSV1_1"];

export const currentTls: ResourceRule = {
  name: "current-tls",
  description: "No Gateway that takes TLS below 1.2.",
  violations: (resource) => {
    if (!isIstio("Gateway", resource)) return [];
    return ((resource.props.spec?.servers ?? []) as readonly Server[]).flatMap(({ tls }, index) => {
      const version = tls?.minProtocolVersion ?? "TLS_AUTO";
      if (!ending.includes(tls?.mode ?? "PASSTHROUGH") || !outdated.includes(version)) return [];
      return [
        `server ${index + 1} of ${resource.name}: tls.minProtocolVersion is ${version}. Allowed: TLSV1_2 or TLSV1_3 in ` +
          `spec.servers[${index}].tls, or none, which is TLSV1_2.`,
      ];
    });
  },
};
