import { execa, type ExecaError, type Options } from "execa";
import { codeOfSignal } from "./exit-codes.ts";

/**
 * Runs a command on the user's terminal, which sends Ctrl-C to it as well: only the command knows how to end, and this
 * waits for it.
 * @returns its exit code
 * @throws as `execa` does where the command cannot be started
 */
export async function runInForeground(command: readonly string[], options: Options): Promise<number> {
  const [name = "", ...args] = command;
  const running = execa(name, args, { ...options, stdio: "inherit" });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => running.kill("SIGTERM"));
  try {
    await running;
    return 0;
  } catch (error) {
    const { exitCode, signal } = error as ExecaError;
    if (exitCode !== undefined) return exitCode;
    if (signal !== undefined) return codeOfSignal(signal);
    throw error;
  }
}
