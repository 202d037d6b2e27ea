import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions } from "./build-options.ts";
import { progressLine, sparingly } from "./build-progress.ts";
import { toolchainBuilt, toolchainDir } from "./cache.ts";
import { fetchEnvoy } from "./envoy.ts";
import { go, lean } from "./go.ts";
import { copyIstioFiles } from "./istio-files.ts";
import { goModules, linkerVariables, programs, type GoModule } from "./programs.ts";
import { prepareProvider } from "./provider.ts";

/** Compiles all programs of one module in one call, so that they share packages and both cores stay busy. */
async function compile(module: GoModule, source: string, out: string, { report, signal }: BuildOptions): Promise<void> {
  const packages = Object.values<string>(programs[module]);
  report(`${module}: reading modules`);
  const { stdout } = await go(source, ["list", "-deps", ...packages], signal);
  const most = stdout.split("\n").length;
  const variables = Object.entries(linkerVariables[module]).map(([name, value]) => `-X ${name}=${value}`);
  const building = go(
    source,
    ["build", "-v", ...lean, "-ldflags", ["-s -w", ...variables].join(" "), "-o", `${out}/`, ...packages],
    signal,
  );
  const compilation = { module, most, began: performance.now() };
  const tell = sparingly(report, process.stdout.isTTY, () => performance.now());
  let compiled = 0;
  for await (const name of building.iterable({ from: "stderr" })) {
    compiled += 1;
    tell(`${progressLine(compilation, compiled, performance.now())}: ${name}`);
  }
  await building;
}

/** Builds every program of the lab from the pins into the cache. Does nothing when they are there. */
export async function buildToolchain(options: BuildOptions): Promise<void> {
  if (toolchainBuilt()) return;
  const partial = `${toolchainDir}.partial-${process.pid}`;
  const bin = join(partial, "bin");
  await mkdir(bin, { recursive: true });
  try {
    for (const module of goModules) {
      const source = join(partial, "source", module);
      await cp(join(import.meta.dirname, module), source, { recursive: true });
      if (module === "pulumi") await prepareProvider(source, options.signal);
      await compile(module, source, bin, options);
      if (module === "cluster") await copyIstioFiles(source, partial, options.signal);
    }
    // Out of the folder that goes on the PATH: the engine warns of every plugin it finds there.
    await mkdir(join(partial, "plugins"));
    await rename(join(bin, "pulumi-resource-kubernetes"), join(partial, "plugins", "pulumi-resource-kubernetes"));
    // Go names a program after its package's folder, and etcd's is called server.
    await rename(join(bin, "server"), join(bin, "etcd"));
    await fetchEnvoy(bin, options);
    await rm(join(partial, "source"), { recursive: true });
    await rename(partial, toolchainDir);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
