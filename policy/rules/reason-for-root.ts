import { rootReasonPrefix } from "../../src/shop/root-reasons";
import { type Container, containersOf, podOf, type Pod } from "../pods";
import type { ResourceRule } from "../rule";

export const reasonForRoot: ResourceRule = {
  name: "reason-for-root",
  description: "No container that may run as root, unless its pod says why.",
  violations: (resource) => {
    const pod = podOf(resource);
    if (!pod) return [];
    return containersOf(pod).flatMap((container) => {
      const got = waysToRoot(pod, container);
      const reason = pod.metadata?.annotations?.[rootReasonPrefix + container.name] ?? "";
      if (got === undefined || reason.trim() !== "") return [];
      return [
        `container ${container.name} of ${resource.name} may run as root: ${got}. Allowed: runAsNonRoot true or a ` +
          `runAsUser other than 0, or a reason in the pod's annotation ${rootReasonPrefix}${container.name}.`,
      ];
    });
  },
};

/** What lets a container run as root. What it says itself counts before what its pod says. */
function waysToRoot({ spec }: Pod, { securityContext = {} }: Container): string | undefined {
  const { runAsNonRoot, runAsUser } = {
    runAsNonRoot: securityContext.runAsNonRoot ?? spec?.securityContext?.runAsNonRoot,
    runAsUser: securityContext.runAsUser ?? spec?.securityContext?.runAsUser,
  };
  if (runAsNonRoot === true) return undefined;
  if (runAsUser === undefined) return `runAsNonRoot is ${runAsNonRoot ?? "not set"}, runAsUser is not set`;
  return runAsUser === 0 ? "runAsUser is 0" : undefined;
}
