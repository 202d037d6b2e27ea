import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Go's tests are no part of any image. */
const counts = (file: string): boolean => !file.endsWith("_test.go");

/**
 * Changes when something in this folder changes that images are made from: sources, pages, tables. The programs that
 * images carry are not looked at; the toolchain's key stands for them.
 */
export async function imagesKey({ istioTag }: { istioTag: string }): Promise<string> {
  const entries = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(import.meta.dirname, join(entry.parentPath, entry.name)))
    .filter(counts)
    .sort();
  const hash = createHash("sha256").update(JSON.stringify([istioTag, process.arch, files]));
  for (const file of files) hash.update(await readFile(join(import.meta.dirname, file)));
  return hash.digest("hex").slice(0, 12);
}
