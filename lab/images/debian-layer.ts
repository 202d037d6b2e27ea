import { createReadStream } from "node:fs";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { extract, type Extract, type Pack } from "tar-stream";
import { LabError } from "../lab-error.ts";
import { debianEntry, debianParts, debianSuite, type DebianLayerName } from "./debian-content.ts";
import { addEmpty, addFile, filled, type Layer } from "./layer.ts";

/** Unpacks a layer's packages, which it downloads, into a tar. */
export async function downloadDebian(
  layer: DebianLayerName,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const packages = debianParts[layer].packages.join(",");
  const result = await execa(
    "mmdebstrap",
    ["--variant=extract", `--include=${packages}`, "--format=tar", debianSuite, file],
    { reject: false, ...(signal && { cancelSignal: signal, forceKillAfterDelay: 5000 }) },
  );
  signal?.throwIfAborted();
  if (result.failed) {
    const lines = result.stderr.trimEnd().split("\n").slice(-12).join("\n") || result.message;
    throw new LabError(`Debian's packages ${packages} could not be had:\n${lines}`);
  }
}

async function copyKept(layer: DebianLayerName, packages: Extract, tar: Pack): Promise<void> {
  for await (const entry of packages) {
    const kept = debianEntry(layer, entry.header);
    if (kept?.type === "file") {
      await addFile(tar, kept, entry);
    } else {
      if (kept) addEmpty(tar, kept);
      entry.resume();
    }
  }
}

/** The part of that tar which the layer holds. */
export const debianLayer =
  (layer: DebianLayerName, file: string): Layer =>
  () =>
    filled(async (tar) => {
      const packages = extract();
      await Promise.all([
        pipeline(createReadStream(file), packages as unknown as Writable),
        copyKept(layer, packages, tar),
      ]);
      for (const [name, linkname] of debianParts[layer].links) {
        addEmpty(tar, { name, type: "symlink", mode: 0o777, linkname });
      }
    });
