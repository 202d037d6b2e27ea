import "../../command-line/closed-pipe.ts";
import { Command, InvalidArgumentError } from "commander";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import { outside } from "../../lab/machine/outside.ts";
import { portNumber } from "../../lab/port-number.ts";
import { clusterKeys } from "../../src/config/cluster-config.ts";
import { namespaceName } from "../../verify/namespace-name.ts";
import { showLive, showRecording } from "./sessions.ts";
import { MOST, USUAL } from "./visitors/visitors.ts";

export interface Given {
  context?: string;
  url?: string;
  namespace: string;
  gatewaySelector: string;
  gatewayNamespace: string;
  tlsUrl?: string;
  drive?: boolean;
  port: number;
  load: number;
  record?: string;
  replay?: string;
  speed: number;
}

const { namespace, gatewaySelector } = clusterKeys;

const live = new Command("npm run live --")
  .description("The page for the audience: what the mesh does with the shop's traffic, while it happens.")
  .option("--context <NAME>", "the cluster of this kube context, not the lab")
  .option("--url <URL>", "with --context: where the ingress gateway answers", readUrl)
  .option("--tls-url <URL>", "where it answers over TLS (gateway-tls); default that host at httpsPort", readTlsUrl)
  .option("--namespace <NAME>", "the shop's namespace", namespaceName, namespace.default)
  .option("--gateway-selector <LABEL>", "as the config key gatewaySelector", gatewaySelector.default)
  .option("--gateway-namespace <NAME>", "look for the ingress gateway there alone", namespaceName, "")
  .option("--port <PORT>", "loopback port of the page", portNumber, 8090)
  .option("--load <N>", `visitors' requests a second, 0 to ${MOST}`, readLoad, USUAL)
  .option("--record <FILE>", "keep what is seen in a new file; compressed if its name ends in .gz")
  .option("--drive", "→ and ← on the page deploy the next and the previous stage on the selected stack, and prove it")
  .option("--replay <FILE>", "show what a file has kept; no cluster is asked")
  .option("--speed <N>", "with --replay: how many times as fast; rates are as many times as high", readSpeed, 1)
  .addHelpText(
    "after",
    "\nCtrl-C ends it. Exit code: 0 at the end of a recording, 2 where something is wrong, 130 ended by Ctrl-C." +
      "\nExamples:\n  npm run live\n  npm run live -- --context NAME --url http://ADDRESS-OF-THE-GATEWAY" +
      "\n  npm run live -- --record talk.jsonl.gz\n  npm run live -- --replay talk.jsonl.gz",
  )
  .allowExcessArguments(false)
  .action((given: Given) => outside(() => show(given)));

async function show(given: Given): Promise<void> {
  if (given.replay !== undefined && (given.record ?? given.context ?? given.url ?? given.drive) !== undefined) {
    throw new Mistake("--replay shows a recording, and does not go with --record, --context, --url or --drive");
  }
  if ((given.context === undefined) !== (given.url === undefined)) {
    throw new Mistake("--context and --url go together: the cluster, and where its gateway answers");
  }
  const signal = untilInterrupted((line) => void process.stderr.write(`${line}\n`));
  await interruptible(signal, () =>
    given.replay === undefined ? showLive(given, signal) : showRecording(given.replay, given, signal),
  );
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("It is an http or https URL, such as http://localhost:8080.");
}

function readTlsUrl(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === "https:") return text;
  throw new InvalidArgumentError("It is an https URL, such as https://localhost:8443.");
}

function readLoad(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= MOST) return Number(text);
  throw new InvalidArgumentError(`It is a whole number from 0 to ${MOST}.`);
}

function readSpeed(text: string): number {
  if (/^\d{1,3}(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("It is a number above 0, such as 4.");
}

await runCommand(live);
// Connections that are still being closed would keep it for a while.
process.exit();
