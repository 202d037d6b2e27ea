import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../paths.ts";
import { goModules, linkerVariables, programs, type GoModule, type Program } from "./programs.ts";

/** How the folders are laid out and filled. */
const common = ["build.ts", "go.ts"];
const keyFiles = {
  pulumi: [
    "pulumi/go.mod",
    "pulumi/go.sum",
    "pulumi/pulumi-resource-kubernetes/main.go",
    "provider.ts",
    "provider-components.ts",
  ],
  cluster: [
    "cluster/go.mod",
    "cluster/go.sum",
    "cluster/coredns/main.go",
    "envoy/requirements.txt",
    "istio-files.ts",
    "envoy.ts",
  ],
} as const satisfies Record<GoModule, readonly string[]>;

/** Changes when a pin does: another toolchain then stands beside the old one. */
function toolchainKey(module: GoModule): string {
  const hash = createHash("sha256").update(JSON.stringify([programs[module], linkerVariables[module]]));
  for (const file of [...common, ...keyFiles[module]]) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest("hex").slice(0, 12);
}

const dirOf = (module: GoModule): string => join(cacheDir, `toolchain-${module}-${toolchainKey(module)}`);

/** A folder for what each module builds: Pulumi is there, and of use, long before the rest is. */
export const toolchainDirs = { pulumi: dirOf("pulumi"), cluster: dirOf("cluster") } as const;

/** Istio's template of Envoy's bootstrap file, from the pinned module. */
export const envoyBootstrapPath = join(toolchainDirs.cluster, "envoy_bootstrap.json");

/** Istio's Helm charts from the pinned module, untouched: base, istiod, gateway. */
export const istioChartsDir = join(toolchainDirs.cluster, "istio-charts");

/** What Pulumi starts and ends. */
export const pluginsDir = join(toolchainDirs.pulumi, "plugins");

export const kubernetesProvider = join(pluginsDir, "pulumi-resource-kubernetes");

/** Path of a built program. */
export const program = (name: Program | "envoy"): string =>
  join(toolchainDirs[name in programs.pulumi ? "pulumi" : "cluster"], "bin", name);

export const built = (module: GoModule): boolean => existsSync(toolchainDirs[module]);

export const toolchainBuilt = (): boolean => goModules.every(built);
