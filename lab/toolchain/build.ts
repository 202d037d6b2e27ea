import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions } from "./build-options.ts";
import { progressLine } from "./build-progress.ts";
import { sparingly } from "../../command-line/sparingly.ts";
import { wholeFolder } from "../whole-folder.ts";
import { toolchainDirs } from "./cache.ts";
import { fetchEnvoy } from "./envoy.ts";
import { go, lean } from "./go.ts";
import { copyIstioFiles } from "./istio-files.ts";
import { linkerVariables, programs, type GoModule } from "./programs.ts";
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

/** Makes a module's folder in the cache: `work` compiles from a copy of the sources, which it may change, into `bin`. */
const makeFrom = (
  module: GoModule,
  work: (at: { folder: string; source: string; bin: string }) => Promise<void>,
): Promise<void> =>
  wholeFolder(toolchainDirs[module], async (folder) => {
    const [source, bin] = [join(folder, "source"), join(folder, "bin")];
    await mkdir(bin);
    await cp(join(import.meta.dirname, module), source, { recursive: true });
    await work({ folder, source, bin });
    await rm(source, { recursive: true });
  });

/** Builds Pulumi and its provider from the pins into the cache. Does nothing when they are there. */
export const buildPulumi = (options: BuildOptions): Promise<void> =>
  makeFrom("pulumi", async ({ folder, source, bin }) => {
    await prepareProvider(source, options.signal);
    await compile("pulumi", source, bin, options);
    // Out of the folder that goes on the PATH: the engine warns of every plugin it finds there.
    await mkdir(join(folder, "plugins"));
    await rename(join(bin, "pulumi-resource-kubernetes"), join(folder, "plugins", "pulumi-resource-kubernetes"));
  });

/** Builds the cluster's programs, Istio's among them, from the pins into the cache. Does nothing when they are there. */
export const buildCluster = (options: BuildOptions): Promise<void> =>
  makeFrom("cluster", async ({ folder, source, bin }) => {
    await compile("cluster", source, bin, options);
    await copyIstioFiles(source, folder, options.signal);
    // Go names a program after its package's folder, and etcd's is called server.
    await rename(join(bin, "server"), join(bin, "etcd"));
    await fetchEnvoy(bin, options);
  });
