import { createRequire } from "node:module";
import type { z } from "zod";
import { version } from "zod/package.json";
import { oneFile } from "../loading/one-file";

const used = [
  "boolean",
  "enum",
  "int",
  "number",
  "record",
  "strictObject",
  "string",
  "union",
  "unknown",
] as const satisfies readonly (keyof typeof z)[];

/** What schemas are made with. */
export type Z = Pick<typeof z, (typeof used)[number]>;

declare module "zod" {
  interface GlobalMeta {
    /** What a value may be, in words, for messages. */
    allowed?: string;
    /**
     * A value that is taken, as it would be typed; for a whole object one of its fields, with its value. Without one,
     * messages say how to take the value away.
     */
    example?: string;
  }
}

const load = createRequire(__filename);

/** What the program uses of zod. As it is published it brings its messages in fifty languages. */
export const zod = (): Z => load(oneFile("zod", version, used) ?? "zod") as Z;
