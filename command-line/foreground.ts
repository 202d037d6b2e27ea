import { execa, type Options } from "execa";
import { codeOfSignal } from "./exit-codes.ts";

/**
 * Runs a command on the user's terminal, which sends Ctrl-C to it as well: only the command knows how to end, and this
 * waits for it.
 * @returns its exit code
 * @throws as `execa` does where the command cannot be started
 */
export async function runInForeground(command: readonly string[], options: Options): Promise<number> {
  const [name = "", ...args] = command;
  const running = execa(name, args, { ...options, stdio: "inherit", reject: false });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => running.kill("SIGTERM"));
  const result = await running;
  if (result.exitCode === undefined && result.signal === undefined) throw result;
  return result.exitCode ?? codeOfSignal(result.signal as NodeJS.Signals);
}
