import "../../command-line/closed-pipe.ts";
import { LocalWorkspace, type Stack, type UpResult } from "@pulumi/pulumi/automation/index.js";
import { Stack as AutomationStack } from "@pulumi/pulumi/automation/stack.js";
import { Command } from "commander";
import { interruptible, untilInterrupted } from "../../command-line/interruption.ts";
import { isMistake, Mistake } from "../../command-line/mistake.ts";
import { runCommand } from "../../command-line/run-command.ts";
import type { DeployLine } from "./drive/deploy-lines.ts";
import { saidOf, UpEvents } from "../engine-events/up-events.ts";

/** A process of its own, as the observer is: in the lab it is in the lab's network. `npm run live -- --drive` starts it. */
const command = new Command("deploy")
  .description("Makes a stage the selected stack's and runs pulumi up; prints how far that is, a line of JSON each.")
  .argument("<stage>")
  .action(async (stage: string) => {
    const say = (line: DeployLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);
    // What was begun comes to its end, whoever reads.
    const signal = untilInterrupted(() => undefined);
    const events = new UpEvents();
    await interruptible(signal, async () => {
      try {
        const { outputs } = await deploy(stage, events, say, signal);
        say({ kind: "done", verify: String(outputs["verify"]?.value ?? "") });
      } catch (error) {
        signal.throwIfAborted();
        const { message } = error as Error;
        say({ kind: "failed", why: events.failure ?? (isMistake(error) ? message : saidOf(message)) });
        throw new Mistake(`${stage} is not deployed`);
      }
    });
  });

async function deploy(
  stage: string,
  events: UpEvents,
  say: (line: DeployLine) => void,
  signal: AbortSignal,
): Promise<UpResult> {
  const stack = await selectedStack();
  await stack.setConfig("stage", { value: stage });
  signal.throwIfAborted();
  return stack.up({
    color: "never",
    // Sends it one SIGINT, upon which it ends what it is at and gives its lock back.
    signal,
    onEvent(event) {
      events.see(event);
      say({ kind: "progress", ...events.progress });
    },
  });
}

async function selectedStack(): Promise<Stack> {
  const workspace = await LocalWorkspace.create({ workDir: process.cwd() });
  const name = process.env["PULUMI_STACK"] || (await workspace.stack())?.name;
  if (name === undefined) throw new Mistake("no stack is selected", "pulumi stack select NAME");
  // It is selected, maybe by PULUMI_STACK: to select it here would make it the choice of shells without that.
  workspace.selectStack = () => Promise.resolve();
  return AutomationStack.select(name, workspace);
}

await runCommand(command);
// The engine's channel for events would keep it for a while.
process.exit();
