import * as pulumi from "@pulumi/pulumi";
import { parametersOf, readSettings } from "../../../../src/config/settings";
import { stages } from "../../../../stages";

const refuse = () => {
  throw new Error("reading config creates nothing");
};

/** Config is read in a preview, or in an `up`. */
export const inPreview = (preview: boolean) =>
  pulumi.runtime.setMocks({ call: refuse, newResource: refuse }, "sock-shop", "test", preview);

beforeAll(() => inPreview(false));

export const parameters = parametersOf(stages);

/** The settings that this config comes to. */
export function read(config: Record<string, string>) {
  pulumi.runtime.setAllConfig(config);
  return readSettings(stages);
}

export const images = (value: unknown) => ({ "sock-shop:images": JSON.stringify(value) });
