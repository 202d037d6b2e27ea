import { type ClusterConfig, clusterKeys } from "../config/cluster-config";
import { defaultImages, type Images } from "../shop/images";

interface Deployed extends Pick<ClusterConfig, "namespace" | "gatewayNamespace"> {
  readonly images: Images;
}

/** The command that proves a stage, with what the stack's config makes differ from the usual place. */
export function verifyCommand(stage: string, { namespace, gatewayNamespace, images }: Deployed): string {
  const { fortio = "" } = images;
  return [
    `npm run verify -- ${stage}`,
    ...(namespace === clusterKeys.namespace.default ? [] : [`--namespace ${namespace}`]),
    ...(gatewayNamespace === "" ? [] : [`--gateway-namespace ${gatewayNamespace}`]),
    // Its pods call from within the mesh, and are pulled from where the shop's come from.
    ...(fortio === defaultImages["fortio"] ? [] : [`--fortio-image ${fortio}`]),
  ].join(" ");
}
