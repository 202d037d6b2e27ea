import "../../command-line/closed-pipe.ts";
import { Command, InvalidArgumentError } from "commander";
import { runCommand } from "../../command-line/run-command.ts";
import { portNumber } from "../../lab/port-number.ts";
import { usualTlsPort } from "../../lab/start.ts";
import { stages } from "../../stages/index.ts";
import { namespaceName } from "../../verify/namespace-name.ts";
import { ownCluster } from "./own-cluster.ts";
import { labCluster } from "./lab-cluster.ts";
import { showStage } from "./show-stage.ts";

interface Options {
  context?: string;
  url?: string;
  namespace?: string;
  port: number;
  tlsPort: number;
}

const names = Object.keys(stages);

const knownStages = (text: string): string => {
  const unknown = text.split(",").filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`Got ${unknown.join(", ")}. Stages: ${names.join(", ")}.`);
  return text;
};

const demo = new Command("npm run demo --")
  .description("From nothing to a stage of the talk, proven: the lab, `pulumi up`, `verify`.")
  .argument("<stage>", `one stage, or several joined by a comma: ${names.join(", ")}`, knownStages)
  .option("--context <name>", "use the cluster of this kube context and start no lab")
  .option("--url <url>", "with --context: where the ingress gateway answers")
  .option("--namespace <name>", "with --context: the shop's namespace; default as the stack has it", namespaceName)
  .option("--port <port>", "without --context: loopback port on which the shop answers", portNumber, 8080)
  .option("--tls-port <port>", "without --context: the same for TLS (stage gateway-tls)", portNumber, usualTlsPort)
  .action(async (stage: string, options: Options) => {
    const { context, port, tlsPort } = options;
    const cluster = context ? await ownCluster(context, options) : await labCluster({ port, tlsPort });
    process.exitCode = await showStage(stage, cluster);
  });

await runCommand(demo);
