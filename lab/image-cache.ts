import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildImages } from "./images/build-images.ts";
import { imagesKey } from "./images/images-key.ts";
import { cacheDir } from "./paths.ts";
import type { BuildOptions } from "./toolchain/build-options.ts";
import { envoyBootstrapPath, program, toolchainDirs } from "./toolchain/cache.ts";
import { istioTag } from "./toolchain/pins.ts";
import { wholeFolder } from "./whole-folder.ts";

// Once per process: what a start builds is what it imports, also while somebody edits a stand-in.
let dir: Promise<string> | undefined;
const imagesDir = (): Promise<string> =>
  (dir ??= imagesKey({ istioTag }).then((key) =>
    join(cacheDir, `images-${key}-of-${basename(toolchainDirs.cluster)}`),
  ));

/** Whether the archives are there: the folder appears whole, by a rename at the end. */
export const imagesBuilt = async (): Promise<boolean> => existsSync(await imagesDir());

/** Archives that containerd imports. */
export async function imageArchives(): Promise<string[]> {
  const dir = await imagesDir();
  return (await readdir(dir)).filter((file) => file.endsWith(".tar")).map((file) => join(dir, file));
}

/** Builds every image of the lab into the cache. Does nothing when they are there. */
export async function buildImageCache({ report, signal }: BuildOptions): Promise<void> {
  await wholeFolder(await imagesDir(), async (outDir) => {
    await buildImages({
      programs: {
        fortio: program("fortio"),
        "pilot-discovery": program("pilot-discovery"),
        "pilot-agent": program("pilot-agent"),
        envoy: program("envoy"),
        envoyBootstrap: envoyBootstrapPath,
      },
      ...{ istioTag, outDir, report, signal },
    });
  });
}
