import "../../command-line/closed-pipe.ts";
import { Command } from "commander";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { firstLine } from "../../src/cluster/ask-cluster.ts";
import { kubeConfig } from "../../src/cluster/cluster.ts";
import { clusterKeys } from "../../src/config/cluster-config.ts";
import { Observer } from "./observer/observer.ts";

interface Options {
  context?: string;
  namespace: string;
  gatewaySelector: string;
  gatewayNamespace: string;
}

const { namespace, gatewaySelector, gatewayNamespace } = clusterKeys;

/** A process of its own, since in the lab it alone is in the lab's network. `npm run live` starts it. */
const command = new Command("observe")
  .description("Prints what is seen of the mesh, a line of JSON each.")
  .option("--context <NAME>", "a context of the kubeconfig")
  .option("--namespace <NAME>", "the shop's namespace", namespace.default)
  .option("--gateway-selector <LABEL>", "as the config key gatewaySelector", gatewaySelector.default)
  .option("--gateway-namespace <NAME>", "as the config key gatewayNamespace", gatewayNamespace.default)
  .action(async ({ context, ...place }: Options) => {
    const signal = untilInterrupted(() => undefined);
    const say = (line: unknown) => void process.stdout.write(`${JSON.stringify(line)}\n`);
    // Who reads this has ended.
    process.stdout.on("close", () => process.exit());
    const access = context ? { context } : {};
    await kubeConfig(access).catch((error: unknown) => {
      throw new Mistake(`the kubeconfig cannot be used: ${firstLine(error)}`, "kubectl config get-contexts");
    });
    await interruptible(signal, () => Observer.run({ access, ...place }, say, signal));
  });

await runCommand(command);
