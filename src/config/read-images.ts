import type * as pulumi from "@pulumi/pulumi";
import { defaultImages, type Images, isFloating } from "../shop/images";
import { type ObjectConfig, optional, readObject } from "./object-config";

const imagesObject: ObjectConfig<{ readonly [container: string]: string | undefined }> = {
  key: "images",
  schema: (z) =>
    z
      .strictObject(
        optional(Object.keys(defaultImages), (container) =>
          z
            .string()
            .regex(/^[a-z0-9][\w.:/@-]*$/)
            .refine((image) => !isFloating(image))
            .meta({
              allowed: "an image with a tag that stays (not latest) or a digest",
              example: defaultImages[container] ?? "",
            }),
        ),
      )
      .meta({
        allowed: "an object with an image for each Deployment to change",
        example: "front-end-v2 REGISTRY/IMAGE:TAG",
      }),
};

/** The images that config puts in place of the pinned ones; a RunError where one is for nobody or floats. */
export function readImages(config: pulumi.Config): Images {
  return (readObject(config, imagesObject) ?? {}) as Images;
}
