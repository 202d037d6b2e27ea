import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../paths.ts";
import { linkerVariables, programs, type Program } from "./programs.ts";

const keyFiles = [
  "cluster/go.mod",
  "cluster/go.sum",
  "cluster/coredns/main.go",
  "pulumi/go.mod",
  "pulumi/go.sum",
  "pulumi/pulumi-resource-kubernetes/main.go",
  "envoy/requirements.txt",
  // How the folder is laid out and filled.
  "build.ts",
  "provider.ts",
  "provider-components.ts",
  "go.ts",
  "istio-files.ts",
  "envoy.ts",
];

/** Changes when a pin does: another toolchain then stands beside the old one. */
function toolchainKey(): string {
  const hash = createHash("sha256").update(JSON.stringify([programs, linkerVariables]));
  for (const file of keyFiles) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest("hex").slice(0, 12);
}

export const toolchainDir = join(cacheDir, `toolchain-${toolchainKey()}`);
const binDir = join(toolchainDir, "bin");
/** Istio's template of Envoy's bootstrap file, from the pinned module. */
export const envoyBootstrapPath = join(toolchainDir, "envoy_bootstrap.json");

/** Istio's Helm charts from the pinned module, untouched: base, istiod, gateway. */
export const istioChartsDir = join(toolchainDir, "istio-charts");

/** What Pulumi starts and ends. */
export const pluginsDir = join(toolchainDir, "plugins");

export const kubernetesProvider = join(pluginsDir, "pulumi-resource-kubernetes");

/** Path of a built program. */
export const program = (name: Program | "envoy"): string => join(binDir, name);

/** The folder appears at once and whole, by a rename at the end of the build. */
export const toolchainBuilt = (): boolean => existsSync(toolchainDir);
