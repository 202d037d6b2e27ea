import "../command-line/closed-pipe.ts";
import { Command } from "commander";
import { runCommand } from "../command-line/run-command.ts";
import { build, doctor, exec, logs, open, restart, shell, start, status, stop } from "./commands.ts";
import { outside } from "./machine/outside.ts";
import type { OpenOptions } from "./open.ts";
import { portNumber } from "./port-number.ts";
import { type StartOptions, usualTlsPort } from "./start.ts";
import { toolNames } from "./tools.ts";

const lab = new Command("npm run lab --")
  .description("A real one-node Kubernetes with Istio on this machine, from package registries alone.")
  .showHelpAfterError("Add --help to see what is possible.")
  .enablePositionalOptions();

lab
  .command("start")
  .description("build what is missing, then start the lab; does nothing when it runs")
  .option("--port <port>", "loopback port on which the shop answers", portNumber, 8080)
  .option("--tls-port <port>", "the same for TLS (stage gateway-tls)", portNumber, usualTlsPort)
  .option(
    "--without-istio",
    "leave Istio to Pulumi (config istio.install); its charts are in $ISTIO_CHARTS of the shell",
  )
  // Not `start` itself: Commander would give it the command as a second argument, which it would take for an interlude.
  .action((options: StartOptions) => outside(() => start(options)));
lab
  .command("restart")
  .description("end one of the lab's programs, if it has not ended by itself, and start it as it was")
  .argument("<name>", "as in `status`")
  .action(restart);
lab.command("stop").description("end the lab and remove every trace of it").action(stop);
lab.command("status").description("show what runs; exit code 1 when the lab does not").action(status);
lab.command("build").description("build programs and images into the cache, start nothing").action(build);
lab.command("doctor").description("say what this machine lacks and the command that brings it").action(doctor);
lab.command("shell").description("a shell in which pulumi, kubectl and istioctl work on the lab").action(shell);
lab
  .command("exec")
  .description("run one command as in the shell")
  .argument("<command...>")
  .passThroughOptions()
  .action(exec);
lab
  .command("open")
  .description("show the pages of what a stage brings beside the shop, until Ctrl-C")
  .argument("<name>", `one of: ${toolNames.join(", ")}`)
  .option("--port <port>", "loopback port on which they answer; the tool's own by default", portNumber)
  .option("--namespace <name>", "the shop's", "sock-shop")
  .action((name: string, options: OpenOptions) => outside(() => open(name, options)));
lab
  .command("logs")
  .description("show the log of one of the lab's programs")
  .argument("[name]", "as in `status`; without it, the names are listed")
  .option("-f, --follow", "go on as it grows")
  .action(logs);

await runCommand(lab);
