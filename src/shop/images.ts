import { fortioService } from "../needs/fortio-service";
import { deploymentName } from "./deployment-name";
import type { ServiceDeclaration, Version } from "./service";
import { services } from "./services";

/** Image of every container, by Deployment for a pod's main container and by container for the others. */
export type Images = Readonly<Record<string, string>>;

const declarations: Record<string, ServiceDeclaration> = { ...services, fortio: fortioService };

/** The images that run when config replaces none. */
export const defaultImages: Images = Object.fromEntries(
  Object.entries(declarations).flatMap(([service, { versions, sidecars = {} }]) => [
    ...Object.entries(versions).map(
      ([version, image]) => [deploymentName(service, version as Version), image] as const,
    ),
    ...Object.entries(sidecars).map(([sidecar, { image }]) => [sidecar, image] as const),
  ]),
);

/**
 * The images as a mirror of Docker Hub has them: under the registry, and `library/` before a name of one word.
 * @param registry with or without a path; empty for Docker Hub itself
 */
export function mirrored(images: Images, registry: string): Images {
  if (registry === "") return images;
  const inMirror = (image: string) => `${registry}/${image.includes("/") ? "" : "library/"}${image}`;
  return Object.fromEntries(Object.entries(images).map(([container, image]) => [container, inMirror(image)]));
}

/** Whether a reference may name another image tomorrow: no tag or digest, or a tag of the `latest` family. */
export function isFloating(reference: string): boolean {
  const [tagged = "", digest = ""] = reference.split("@");
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) {
    return false;
  }
  const lastPart = tagged.slice(tagged.lastIndexOf("/") + 1);
  const tag = lastPart.split(":")[1];
  return !tag || tag.startsWith("latest");
}
