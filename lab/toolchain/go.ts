import { execa } from "execa";

const environment = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };

/** Runs the go command in a module's folder. */
export const go = (dir: string, args: string[], signal: AbortSignal) =>
  execa("go", args, { cwd: dir, env: environment, cancelSignal: signal, forceKillAfterDelay: 2000 });

/** Where Go keeps the files of a module that the one in `dir` requires. */
export async function moduleFolder(dir: string, module: string, signal: AbortSignal): Promise<string> {
  return (await go(dir, ["list", "-m", "-f", "{{.Dir}}", module], signal)).stdout;
}
