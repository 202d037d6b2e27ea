import { join } from "node:path";
import { ExecaError } from "execa";
import { LabError } from "../lab-error.ts";
import { go, lean } from "../toolchain/go.ts";

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

/** Compiles static programs. Go names each after its package's folder. */
async function compile(module: GoModule, out: string, signal: AbortSignal | undefined): Promise<void> {
  const { what, packages } = modules[module];
  const source = join(import.meta.dirname, module);
  try {
    await go(source, ["build", ...lean, "-ldflags", "-s -w", "-o", `${out}/`, ...packages], signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    throw new LabError(`${what} could not be compiled:\n${String(error.stderr) || error.message}`);
  }
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
