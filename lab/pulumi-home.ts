import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { kubernetesProvider } from "./toolchain/cache.ts";
import { pulumiKubernetesVersion, pulumiVersion } from "./toolchain/pins.ts";

/** One file, which starts in half the time of its modules: each run of Pulumi starts the language host twice. */
const bundle = { bundle: true, platform: "node", format: "cjs", logLevel: "error" } as const;

const { resolve } = createRequire(import.meta.url);

/** Makes the folder in which Pulumi looks for a plugin. @returns the path of the plugin's program in it */
async function pluginProgram(home: string, kind: string, name: string, version: string): Promise<string> {
  const folder = join(home, "plugins", `${kind}-${name}-v${version}`);
  await mkdir(folder, { recursive: true });
  return join(folder, `pulumi-${kind}-${name}`);
}

/** A line of shell that starts a module under the Node that runs now. */
const launcher = (...args: string[]): string =>
  `#!/bin/sh\nexec ${[process.execPath, ...args].map((arg) => `'${arg}'`).join(" ")} "$@"\n`;

/**
 * Puts the plugins that the pinned Pulumi needs where it looks for them, so that programs and policy packs run.
 * Those of Pulumi's own distribution are used instead where they are on the PATH: the engine looks there first, for
 * each command anew.
 * @param home what PULUMI_HOME will name
 */
export async function furnishPulumiHome(home: string): Promise<void> {
  const languageHost = join(home, "language-host.cjs");
  await build({ ...bundle, entryPoints: [join(import.meta.dirname, "language-host/main.ts")], outfile: languageHost });
  const launchers = {
    language: ["nodejs", launcher(languageHost)],
    // Policy packs are not the language host's affair: the engine starts this in the pack's folder.
    analyzer: ["policy", launcher(resolve("@pulumi/pulumi/cmd/run-policy-pack"))],
  } as const;
  for (const [kind, [name, script]] of Object.entries(launchers)) {
    await writeFile(await pluginProgram(home, kind, name, pulumiVersion), script, { mode: 0o700 });
  }
  await symlink(kubernetesProvider, await pluginProgram(home, "resource", "kubernetes", pulumiKubernetesVersion));
}
