import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** All that a browser loads. */
export interface Bundle {
  readonly html: string;
  readonly js: string;
  readonly css: string;
}

/** The page, made from its sources in memory: nothing that was built is kept, so nothing is out of date. */
export async function bundlePage(): Promise<Bundle> {
  const folder = join(import.meta.dirname, "../page");
  const { outputFiles } = await build({
    entryPoints: [join(folder, "main.tsx")],
    bundle: true,
    minify: true,
    write: false,
    outdir: "/",
    jsx: "automatic",
    jsxImportSource: "preact",
    target: "es2022",
    logLevel: "silent",
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { html: await readFile(join(folder, "page.html"), "utf8"), js: text(".js"), css: text(".css") };
}
