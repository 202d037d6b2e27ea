import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Go's tests are no part of any image. */
const counts = (file: string): boolean => !file.endsWith("_test.go");

/**
 * Changes when something in this folder changes that images are made from: sources, pages, tables, the Go modules that
 * go.mod and go.sum pin. The programs that images carry are not looked at; the toolchain's key stands for them. Debian's
 * packages are as new as the day on which the images were built.
 */
export async function imagesKey({ istioTag }: { istioTag: string }, folder = import.meta.dirname): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(counts)
    .sort();
  const hash = createHash("sha256").update(JSON.stringify([istioTag, process.arch, files]));
  for (const file of files) hash.update(await readFile(join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}
