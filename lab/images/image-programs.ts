import { join } from "node:path";
import { execa } from "execa";
import { LabError } from "../lab-error.ts";

/** Go modules in folders beside this file, whose programs images alone carry → what is said of them → their packages. */
const modules = {
  "stand-ins": { what: "the stand-ins", packages: ["./stand-in", "./pause"] },
  "rate-limiter": { what: "Envoy's rate limiter", packages: ["github.com/envoyproxy/ratelimit/src/service_cmd"] },
} as const;
type GoModule = keyof typeof modules;

/** The programs, once they are built. Absolute paths. */
export interface ImageProgramPaths {
  "stand-in": string;
  pause: string;
  ratelimit: string;
}

/** Compiles static programs without this machine's paths. Go names each after its package's folder. */
async function compile(module: GoModule, out: string, signal: AbortSignal | undefined): Promise<void> {
  const { what, packages } = modules[module];
  const result = await execa("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", `${out}/`, ...packages], {
    cwd: join(import.meta.dirname, module),
    env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
    reject: false,
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 2000 }),
  });
  signal?.throwIfAborted();
  if (result.failed) throw new LabError(`${what} could not be compiled:\n${result.stderr || result.message}`);
}

/** Compiles them into a folder. */
export async function buildImagePrograms(
  out: string,
  report: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<ImageProgramPaths> {
  for (const module of Object.keys(modules) as GoModule[]) {
    report(`images: compiling ${modules[module].what}`);
    await compile(module, out, signal);
  }
  return { "stand-in": join(out, "stand-in"), pause: join(out, "pause"), ratelimit: join(out, "service_cmd") };
}
