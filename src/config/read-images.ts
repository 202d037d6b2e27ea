import type * as pulumi from "@pulumi/pulumi";
import { badConfig } from "./bad-config";
import { nearest } from "./nearest";
import { defaultImages, type Images, isFloating } from "../shop/images";

/** The images that config puts in place of the pinned ones; a RunError where one is for nobody or floats. */
export function readImages(config: pulumi.Config): Images {
  const text = config.get("images");
  if (text === undefined) {
    return {};
  }
  const next = "pulumi config set --path images.front-end-v2 REGISTRY/IMAGE:TAG";
  const images = parseObject(text);
  if (images === undefined) {
    throw badConfig("images", text, "an object with an image for each Deployment to change", next);
  }
  const known = Object.keys(defaultImages);
  for (const [name, image] of Object.entries(images)) {
    const key = `images.${name}`;
    if (!known.includes(name)) {
      throw badConfig(
        key,
        "for no container of the shop",
        known.join(", "),
        `pulumi config rm --path ${key} && pulumi config set --path images.${nearest(name, known)} ${String(image)}`,
      );
    }
    const isReference = typeof image === "string" && /^[a-z0-9][\w.:/@-]*$/.test(image);
    if (!isReference || isFloating(image)) {
      const allowed = "an image with a tag that stays (not latest) or a digest";
      throw badConfig(key, JSON.stringify(image), allowed, `pulumi config set --path ${key} ${defaultImages[name]}`);
    }
  }
  return images as Images;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
