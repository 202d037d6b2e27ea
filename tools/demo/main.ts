import "../../command-line/closed-pipe.ts";
import { Command, InvalidArgumentError } from "commander";
import { runCommand } from "../../command-line/run-command.ts";
import { outside } from "../../lab/machine/outside.ts";
import { portNumber } from "../../lab/port-number.ts";
import { usualTlsPort } from "../../lab/start.ts";
import { stages } from "../../stages/index.ts";
import { namespaceName } from "../../verify/namespace-name.ts";
import { ownCluster } from "./own-cluster.ts";
import { labCluster } from "./lab-cluster.ts";
import { previewStage } from "./preview-stage.ts";
import { showStage } from "./show-stage.ts";

interface Options {
  context?: string;
  url?: string;
  namespace?: string;
  port: number;
  tlsPort: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

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
  .action((stage: string, options: Options) => outside(() => show(stage, options)));

async function show(stage: string, options: Options): Promise<void> {
  const { context, port, tlsPort } = options;
  if (!context) say(`The lab first, then: pulumi config set stage ${stage}, pulumi up, npm run verify -- ${stage}`);
  const cluster = context
    ? await ownCluster(context, options)
    : await labCluster({ port, tlsPort }, (signal) => showPreview(stage, signal));
  process.exitCode = await showStage(stage, cluster);
}

async function showPreview(stage: string, signal: AbortSignal): Promise<void> {
  try {
    say(`\n${await previewStage(stage, signal)}`);
  } catch (error) {
    signal.throwIfAborted();
    // What is asked for is the stage itself; what is wrong with it `pulumi up` says, too.
    say(`What ${stage} changes cannot be shown: ${(error as Error).message}`);
  }
}

await runCommand(demo);
