import { existsSync } from "node:fs";
import { runInForeground } from "../../command-line/foreground.ts";

const variable = "LAB_SHELL_TYPED_IN";

/** What a command in the lab's network finds: the network that this process, which waits for the command, was typed in. */
export const typedHere = (): Record<string, string> => ({
  [variable]: process.env[variable] ?? `/proc/${process.pid}/ns/net`,
});

/**
 * What opens a port for the user's browser does so in the network in which the user sits. Typed in the lab's shell, it
 * begins anew there.
 */
export async function outside(work: () => Promise<void>): Promise<void> {
  const network = process.env[variable];
  if (network === undefined || !existsSync(network)) return work();
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  process.exitCode = await runInForeground(["nsenter", `--net=${network}`, "--", ...again], {
    env: { [variable]: undefined },
  });
}
