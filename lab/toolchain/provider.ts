import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { go, moduleFolder } from "./go.ts";
import { registry, withoutComponents } from "./provider-components.ts";

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/**
 * Puts a copy of the provider's module beside the source that builds it, without components, and the two files that its
 * program embeds, which the module's own main has elsewhere.
 */
export async function prepareProvider(source: string, signal: AbortSignal): Promise<void> {
  await go(source, ["mod", "download", module], signal);
  const folder = await moduleFolder(source, module, signal);
  const copy = join(source, "provider");
  await mkdir(copy);
  await writeFile(join(copy, "go.mod"), await readFile(join(folder, "go.mod")));
  await cp(join(folder, "pkg"), join(copy, "pkg"), { recursive: true });
  await writeFile(join(copy, registry), withoutComponents(await readFile(join(folder, registry), "utf8")));
  await go(source, ["mod", "edit", `-replace=${module}=./provider`], signal);
  for (const file of ["schema.json", "terraform-mapping.json"]) {
    const content = await readFile(join(folder, "cmd/pulumi-resource-kubernetes", file));
    await writeFile(join(source, "pulumi-resource-kubernetes", file), content);
  }
}
