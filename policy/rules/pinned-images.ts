import { isFloating } from "../../src/shop/images";
import { containersOf, podOf, type Pod } from "../pods";
import type { ResourceRule } from "../rule";

export const pinnedImages: ResourceRule = {
  name: "pinned-images",
  description: "No image whose tag floats: what was tried must be what runs.",
  violations: (resource) => {
    const pod = podOf(resource);
    if (!pod) return [];
    return containersOf(pod)
      .filter(({ image = "" }) => isFloating(image) && !(image === "auto" && isFilledInByIstio(pod)))
      .map(
        ({ name, image }) =>
          `container ${name} of ${resource.name}: image is ${JSON.stringify(image ?? "")}. ` +
          "Allowed: an image with a tag that stays (not latest), or with a digest.",
      );
  },
};

/** Istio's own gateway chart names the image `auto`; its injector puts the mesh's proxy there, of the mesh's version. */
function isFilledInByIstio({ metadata: { labels, annotations } = {} }: Pod): boolean {
  return labels?.["sidecar.istio.io/inject"] === "true" && annotations?.["inject.istio.io/templates"] !== undefined;
}
