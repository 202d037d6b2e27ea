import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeArchive } from "./archive.ts";
import { debianLayerNames, debianParts, type DebianLayerName } from "./debian-content.ts";
import { debianLayer, downloadDebian } from "./debian-layer.ts";
import { buildImagePrograms } from "./image-programs.ts";
import { archiveNames, images, type LayerName } from "./images.ts";
import { layerEntries, type ProgramPaths } from "./layer-entries.ts";
import { layerOf, type Layer } from "./layer.ts";
import { downloadZipkin } from "./zipkin-jar.ts";
import { zipkinVersion } from "./zipkin-version.ts";

export interface BuildImagesOptions {
  programs: ProgramPaths;
  /** Tag of Istio's own images, as its charts are told. */
  istioTag: string;
  /** An existing folder, which the archives are written into. */
  outDir: string;
  /** Told in one line what is being made. */
  report?: (line: string) => void;
  signal?: AbortSignal;
}

/** A file that containerd imports, and the images it brings. */
export interface ImageArchive {
  path: string;
  references: string[];
}

/** Builds every image of the lab. */
export async function buildImages(options: BuildImagesOptions): Promise<ImageArchive[]> {
  const { programs, istioTag, outDir, report = () => undefined, signal } = options;
  const work = await mkdtemp(join(outDir, "work-"));
  try {
    const imagePrograms = await buildImagePrograms(work, report, signal);
    const debian = (name: DebianLayerName) => join(work, `${name}.tar`);
    for (const name of debianLayerNames) {
      report(`images: downloading Debian's packages ${debianParts[name].packages.join(" ")}`);
      await downloadDebian(name, debian(name), signal);
    }
    report(`images: downloading Zipkin ${zipkinVersion}`);
    const zipkin = await downloadZipkin(work, signal);
    const entries = layerEntries({ ...programs, ...imagePrograms, zipkin });
    const layers: Record<LayerName, Layer> = {
      pause: layerOf(entries.pause),
      standIn: layerOf(entries.standIn),
      fortio: layerOf(entries.fortio),
      rateLimiter: layerOf(entries.rateLimiter),
      zipkin: layerOf(entries.zipkin),
      pilot: layerOf(entries.pilot),
      proxy: layerOf(entries.proxy),
      debian: debianLayer("debian", debian("debian")),
      redis: debianLayer("redis", debian("redis")),
      prometheus: debianLayer("prometheus", debian("prometheus")),
      java: debianLayer("java", debian("java")),
    };
    const archives: ImageArchive[] = [];
    for (const name of archiveNames) {
      const chosen = images(istioTag).filter((image) => image.archive === name);
      const path = join(outDir, `${name}.tar`);
      report(`images: writing ${chosen.length} into ${name}.tar`);
      await writeArchive({ file: path, images: chosen, layers, signal });
      archives.push({ path, references: chosen.map((image) => image.reference) });
    }
    return archives;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
