import { type ClusterConfig, clusterKeys } from "../config/cluster-config";
import { defaultImages, type Images } from "../shop/images";
import type { Composition } from "../stage/compose";

interface Deployed extends Pick<ClusterConfig, "namespace" | "gatewayNamespace" | "hosts" | "url"> {
  readonly images: Images;
  readonly stage: Pick<Composition, "changed" | "unprovable">;
}

/**
 * The command that proves a stage, with what the stack's config makes differ from its usual numbers and place. Where none
 * could, the reason, as a comment: a shell that it is pasted into does nothing.
 */
export function verifyCommand(
  stage: string,
  { namespace, gatewayNamespace, hosts, url, images, stage: { changed, unprovable } }: Deployed,
): string {
  if (unprovable.length > 0) return `# npm run verify cannot prove this: ${unprovable.join("; ")}`;
  const { fortio = "" } = images;
  return [
    `npm run verify -- ${stage}`,
    ...Object.entries(changed).map(([key, value]) => `--expect ${quoted(`${key}=${value}`)}`),
    ...(namespace === clusterKeys.namespace.default ? [] : [`--namespace ${namespace}`]),
    // The gateway's own address leads to whoever has that host there.
    ...(hosts === clusterKeys.hosts.default ? [] : [`--url ${url}`]),
    ...(gatewayNamespace === "" ? [] : [`--gateway-namespace ${gatewayNamespace}`]),
    // Its pods call from within the mesh, and are pulled from where the shop's come from.
    ...(fortio === defaultImages["fortio"] ? [] : [`--fortio-image ${fortio}`]),
  ].join(" ");
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w=.,:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
