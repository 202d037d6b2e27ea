import type { Labels } from "./label-selector";
import { meshConfigFor } from "./mesh-config";
import { meshName } from "./shop-objects";
import type { SidecarResource } from "./sidecar-limits";
import type { Told } from "./told";

/** A pod, and what its mesh does with calls to hosts that it does not know: a mode of Istio's; undefined where not known. */
interface Outbound {
  readonly namespace: string;
  readonly labels: Labels;
  readonly outbound: string | undefined;
}

/**
 * What others leave for this program to decide of calls to hosts that the mesh does not know. The nearest decides: a Sidecar
 * for the pod, the namespace's, the mesh's, the mesh's config.
 * @param resources of the namespace and of the mesh; undefined where they may not be read
 */
export function outboundOf(
  resources: readonly SidecarResource[] | undefined,
  { namespace, labels, outbound }: Outbound,
): Pick<Told, "registryOnly" | "outboundOfOthers"> {
  if (resources === undefined) return {};
  const isHere = ({ metadata }: SidecarResource) => metadata?.namespace === namespace;
  const others = resources.filter((one) => !(isHere(one) && one.metadata?.name === meshName));
  const selected = (one: SidecarResource) => Object.entries(one.spec?.workloadSelector?.labels ?? {});
  const forPod = others.some((one) => {
    return isHere(one) && !isWide(one) && selected(one).every(([key, value]) => labels[key] === value);
  });
  if (forPod) return { outboundOfOthers: true };
  const wide = others.filter(isWide);
  const { spec } = wide.find(isHere) ?? wide[0] ?? {};
  const mode = spec?.outboundTrafficPolicy?.mode ?? outbound;
  return { registryOnly: mode === undefined ? undefined : mode === "REGISTRY_ONLY" };
}

/** Whether it is for all pods that no other is for. */
export function isWide({ spec }: SidecarResource): boolean {
  return Object.keys(spec?.workloadSelector?.labels ?? {}).length === 0;
}

/** What the mesh's config says of hosts that it does not know; undefined where it may not be read. */
export async function outboundOfMesh(...question: Parameters<typeof meshConfigFor>): Promise<string | undefined> {
  const mesh = await meshConfigFor(...question);
  return mesh && (mesh.outboundTrafficPolicy?.mode ?? "ALLOW_ANY");
}
