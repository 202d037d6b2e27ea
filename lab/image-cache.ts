import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildImages } from "./images/build-images.ts";
import { imagesKey } from "./images/images-key.ts";
import { cacheDir } from "./paths.ts";
import type { BuildOptions } from "./toolchain/build-options.ts";
import { envoyBootstrapPath, program, toolchainDir } from "./toolchain/cache.ts";
import { istioTag } from "./toolchain/pins.ts";

// Once per process: what a start builds is what it imports, also while somebody edits a stand-in.
let dir: Promise<string> | undefined;
const imagesDir = (): Promise<string> =>
  (dir ??= imagesKey({ istioTag }).then((key) => join(cacheDir, `images-${key}-of-${basename(toolchainDir)}`)));

/** Whether the archives are there: the folder appears whole, by a rename at the end. */
export const imagesBuilt = async (): Promise<boolean> => existsSync(await imagesDir());

/** Archives that containerd imports. */
export async function imageArchives(): Promise<string[]> {
  const dir = await imagesDir();
  return (await readdir(dir)).filter((file) => file.endsWith(".tar")).map((file) => join(dir, file));
}

/** Builds every image of the lab into the cache. Does nothing when they are there. */
export async function buildImageCache({ report, signal }: BuildOptions): Promise<void> {
  if (await imagesBuilt()) return;
  const dir = await imagesDir();
  const partial = `${dir}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await buildImages({
      programs: {
        fortio: program("fortio"),
        "pilot-discovery": program("pilot-discovery"),
        "pilot-agent": program("pilot-agent"),
        envoy: program("envoy"),
        envoyBootstrap: envoyBootstrapPath,
      },
      istioTag,
      outDir: partial,
      report,
      signal,
    });
    await rename(partial, dir);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
