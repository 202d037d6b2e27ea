import { openGatewayReason } from "../../src/mesh/traffic";
import { isIstio } from "../istio";
import type { ResourceRule } from "../rule";

interface Server {
  readonly hosts?: readonly string[];
}

export const namedHosts: ResourceRule = {
  name: "named-hosts",
  description: "No Gateway that is open to all host names, unless its stack says why.",
  violations: (resource) => {
    if (!isIstio("Gateway", resource)) return [];
    const { metadata, spec } = resource.props;
    const reason: string = metadata?.annotations?.[openGatewayReason] ?? "";
    if (reason.trim() !== "") return [];
    return ((spec?.servers ?? []) as readonly Server[]).flatMap(({ hosts = [] }, index) =>
      hosts
        .filter(isEveryHost)
        .map(
          (host) =>
            `server ${index + 1} of ${resource.name}: its hosts have ${JSON.stringify(host)}. Allowed: host names, or a ` +
            `reason in the Gateway's annotation ${openGatewayReason}, which the shop takes from: pulumi config set openGateway "WHY".`,
        ),
    );
  },
};

/** Before the slash stands the namespace that may bind to the host. */
const isEveryHost = (host: string): boolean => host.slice(host.indexOf("/") + 1) === "*";
