import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const load = createRequire(__filename);
const root = join(__dirname, "../..");

/** `npm ci` empties this folder. */
const cache = join(root, "node_modules/.cache/one-file");

/**
 * What the program uses of a package, as one file: packages of many modules take longer to be read than what they are
 * used for. The first run makes the file.
 * @param version of the package: with the names it names the file, which so is never out of date
 * @returns the file's path; undefined where it cannot be written, and the package is to be taken as it is published
 */
export function oneFile(name: string, version: string, used: readonly string[]): string | undefined {
  const contents = `export { ${used.join(", ")} } from "${name}";`;
  const file = join(cache, `${createHash("sha256").update(version).update(contents).digest("hex")}.cjs`);
  if (existsSync(file)) return file;
  const { buildSync } = load("esbuild") as typeof import("esbuild");
  // Puts the file there whole or not at all, as programs run side by side.
  const outfile = `${file}.${process.pid}`;
  const stdin = { contents, resolveDir: root };
  try {
    mkdirSync(cache, { recursive: true });
    buildSync({ stdin, outfile, bundle: true, platform: "node", minifyWhitespace: true, logLevel: "silent" });
    renameSync(outfile, file);
    return file;
  } catch {
    // A checkout that cannot be written to: the package as it is published does the same, later.
    return undefined;
  }
}
