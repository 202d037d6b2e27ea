import { chmod, cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { moduleFolder } from "./go.ts";

/** What the lab takes from Istio's module as it is → its place in the toolchain. Charts bear their published names. */
const files = {
  "tools/packaging/common/envoy_bootstrap.json": "envoy_bootstrap.json",
  "manifests/charts/base": "istio-charts/base",
  "manifests/charts/istio-control/istio-discovery": "istio-charts/istiod",
  "manifests/charts/gateway": "istio-charts/gateway",
};

/** Copies them out of Go's cache, which may be cleaned once the programs are built. */
export async function copyIstioFiles(source: string, out: string, signal: AbortSignal): Promise<void> {
  const folder = await moduleFolder(source, "istio.io/istio", signal);
  for (const [from, to] of Object.entries(files)) await cp(join(folder, from), join(out, to), { recursive: true });
  await makeWritable(join(out, "istio-charts"));
}

/** Go's cache is read-only, and so would be its copy. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? makeWritable(path) : chmod(path, 0o644));
  }
}
