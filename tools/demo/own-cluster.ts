import { execa } from "execa";
import { runInForeground } from "../../command-line/foreground.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";
import type { Cluster } from "./cluster.ts";

/** A stack of its own, so that trying the demo never touches one the user keeps. */
const stack = "demo";

/** The user's cluster and the user's Pulumi. */
export async function ownCluster(
  context: string,
  { url, namespace }: { url?: string; namespace?: string },
): Promise<Cluster> {
  const env = { PULUMI_STACK: stack };
  const run = (command: string[]): Promise<number> =>
    runInForeground(command, { cwd: projectDir, env }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new Mistake(`${command[0]} is not on the PATH`, `install ${command[0]}, then try again`);
    });
  const must = async (...command: string[]): Promise<void> => {
    if ((await run(command)) !== 0) throw new Mistake(`this failed: ${command.join(" ")}`);
  };
  await must("pulumi", "stack", "select", "--create", stack);
  await must("pulumi", "config", "set", "kubernetes:context", context);
  // Else each switch would delete the record of the stage and make it anew.
  await must("pulumi", "config", "set", "kubernetes:enableConfigMapMutable", "true");
  if (namespace !== undefined) await must("pulumi", "config", "set", "namespace", namespace);
  const ask = async ([name = "", ...args]: string[]): Promise<string> =>
    (await execa(name, args, { cwd: projectDir, env })).stdout;
  const deployedTo = await ask(["pulumi", "config", "get", "namespace"]);
  return {
    run,
    ask,
    url,
    prefix: `PULUMI_STACK=${stack} `,
    verifyOptions: { "--context": context, "--namespace": deployedTo, ...(url && { "--url": url }) },
  };
}
