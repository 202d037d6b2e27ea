import type { DebianLayerName } from "./debian-content.ts";
import type { ImageProgramPaths } from "./image-programs.ts";
import type { LayerName } from "./images.ts";

/** One file, link or folder of a layer. Folders above it come by themselves. */
export type Entry =
  { path: string; from: string; mode: number } | { path: string; to: string } | { path: string; folder: number };

/** Where the programs of the toolchain are that images carry. Absolute paths. */
export interface ProgramPaths {
  fortio: string;
  "pilot-discovery": string;
  "pilot-agent": string;
  envoy: string;
  /** Istio's template of Envoy's bootstrap file. */
  envoyBootstrap: string;
}

/** Where what only images carry was put that is downloaded as it is. Absolute paths. */
export interface DownloadPaths {
  zipkin: string;
}

const program = (path: string, from: string): Entry => ({ path, from, mode: 0o755 });

/** What each layer holds. Debian's layers are cut from tars of its packages instead. */
export const layerEntries = (
  programs: ProgramPaths & ImageProgramPaths & DownloadPaths,
): Record<Exclude<LayerName, DebianLayerName>, readonly Entry[]> => ({
  pause: [program("pause", programs.pause)],
  standIn: [
    program("stand-in", programs["stand-in"]),
    // The catalogue's Deployment names the real image's program in its command.
    { path: "app", to: "stand-in" },
  ],
  fortio: [
    program("usr/bin/fortio", programs.fortio),
    { path: "etc/fortio", folder: 0o755 },
    // Reports of runs: anybody's, as fortio need not run as root.
    { path: "var/lib/fortio", folder: 0o1777 },
  ],
  rateLimiter: [program("bin/ratelimit", programs.ratelimit)],
  zipkin: [{ path: "zipkin/zipkin.jar", from: programs.zipkin, mode: 0o644 }],
  pilot: [program("usr/local/bin/pilot-discovery", programs["pilot-discovery"]), { path: "tmp", folder: 0o1777 }],
  proxy: [
    program("usr/local/bin/pilot-agent", programs["pilot-agent"]),
    program("usr/local/bin/envoy", programs.envoy),
    { path: "var/lib/istio/envoy/envoy_bootstrap_tmpl.json", from: programs.envoyBootstrap, mode: 0o644 },
  ],
});
