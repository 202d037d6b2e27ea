import { join } from "node:path";
import { execa } from "execa";
import { LabError } from "../lab-error.ts";
import type { StandInPaths } from "./layer-entries.ts";

/** Compiles the programs of lab/images/stand-ins, static and without this machine's paths, into a folder. */
export async function buildStandIns(out: string, signal: AbortSignal | undefined): Promise<StandInPaths> {
  const result = await execa(
    "go",
    ["build", "-trimpath", "-ldflags", "-s -w", "-o", `${out}/`, "./stand-in", "./pause"],
    {
      cwd: join(import.meta.dirname, "stand-ins"),
      env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
      reject: false,
      ...(signal && { cancelSignal: signal, forceKillAfterDelay: 2000 }),
    },
  );
  signal?.throwIfAborted();
  if (result.failed) throw new LabError(`The stand-ins could not be compiled:\n${result.stderr || result.message}`);
  return { "stand-in": join(out, "stand-in"), pause: join(out, "pause") };
}
