import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Writable, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Image, ImageConfig, LayerName } from "./images.ts";
import { addFile, filled, fixed, type Layer } from "./layer.ts";

/** A layer's size in bytes and the SHA-256 of its tar, in hexadecimal. */
export interface Measured {
  size: number;
  sha256: string;
}

/** Copies a stream to its end. Where it is stopped, that ends with the signal's own reason. */
async function pour(from: Readable, to: Writable, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pipeline(from, to, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

async function measure(layer: Layer, signal: AbortSignal | undefined): Promise<Measured> {
  const hash = createHash("sha256");
  let size = 0;
  const counter = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done();
    },
  });
  await pour(layer(), counter, signal);
  return { size, sha256: hash.digest("hex") };
}

const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** An image's configuration file. Its hash is the image's id. */
export const configFile = (config: ImageConfig, layers: readonly Measured[]): string =>
  JSON.stringify({
    architecture: architectures[process.arch] ?? process.arch,
    os: "linux",
    created: fixed.mtime.toISOString(),
    config,
    rootfs: { type: "layers", diff_ids: layers.map(({ sha256 }) => `sha256:${sha256}`) },
    history: layers.map(() => ({ created: fixed.mtime.toISOString() })),
  });

export interface ArchiveOptions {
  /** Where the archive is to be; it appears whole. */
  file: string;
  images: readonly Image[];
  layers: Readonly<Record<LayerName, Layer>>;
  signal: AbortSignal | undefined;
}

/** Writes images, each layer once, in the form of `docker save`, which containerd imports. */
export async function writeArchive({ file, images, layers, signal }: ArchiveOptions): Promise<void> {
  const measured = new Map<LayerName, Measured>();
  for (const name of new Set(images.flatMap((image) => image.layers))) {
    measured.set(name, await measure(layers[name], signal));
  }
  const of = (name: LayerName): Measured => measured.get(name) ?? { size: 0, sha256: "" };
  const layerPath = (name: LayerName): string => `${of(name).sha256}.tar`;
  const described = images.map((image) => {
    const content = configFile(image.config, image.layers.map(of));
    return { image, content, path: `${createHash("sha256").update(content).digest("hex")}.json` };
  });
  const manifest = described.map(({ image, path }) => ({
    Config: path,
    RepoTags: [image.reference],
    Layers: image.layers.map(layerPath),
  }));
  const archive = filled(async (tar) => {
    for (const [name, { size }] of measured) {
      await addFile(tar, { name: layerPath(name), mode: 0o644, size }, layers[name]());
    }
    const texts = new Map(described.map(({ path, content }) => [path, content]));
    texts.set("manifest.json", JSON.stringify(manifest));
    for (const [name, text] of texts) {
      const content = Buffer.from(text);
      await addFile(tar, { name, mode: 0o644, size: content.length }, [content]);
    }
  });
  const partial = `${file}.partial`;
  try {
    await pour(archive, createWriteStream(partial), signal);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}
