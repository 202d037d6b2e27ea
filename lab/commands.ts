import Table from "cli-table3";
import { execa } from "execa";
import { exitCodes } from "../command-line/exit-codes.ts";
import { interruptible, untilInterrupted } from "../command-line/interruption.ts";
import { buildAll, type Interlude } from "./build.ts";
import { examine, lacks, type Requirement } from "./doctor.ts";
import { runInLab, shopPorts, shopUrl, type ShopPorts } from "./environment.ts";
import { LabError } from "./lab-error.ts";
import { openTool, type OpenOptions } from "./open.ts";
import { logPath } from "./machine/daemon.ts";
import { tryLock } from "./machine/lock.ts";
import { portTaken } from "./machine/loopback-port.ts";
import { startedWithoutIstio } from "./mesh/charts.ts";
import { remains, type Remains } from "./remains.ts";
import { restartDaemon } from "./restart.ts";
import { runTasks } from "./run-tasks.ts";
import { abandonStart, startTasks, type StartOptions } from "./start.ts";
import { labStarted } from "./started.ts";
import { stateFiles } from "./state-files.ts";
import { daemonStatus } from "./status.ts";
import { labPresent, stopLab } from "./stop.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What a command that can be interrupted is told of it by. */
const interruption = (): AbortSignal => untilInterrupted((line) => process.stderr.write(`${line}\n`));

function table(head: string[], rows: string[][]): string {
  const plain = process.stdout.isTTY ? {} : { style: { head: [], border: [] } };
  const grid = new Table({ head, ...plain });
  grid.push(...rows);
  return grid.toString();
}

export async function build(): Promise<void> {
  await buildAll(interruption());
}

/** What a lab that runs was started with stays as it is until it is stopped. */
async function refuseOtherOptions({ port, tlsPort, withoutIstio = false }: StartOptions): Promise<void> {
  const current = await shopPorts();
  if (current.port !== port || current.tlsPort !== tlsPort) {
    const wanted = `${port} and ${tlsPort}`;
    throw new LabError(
      `the lab runs, with the shop on ports ${current.port} and, for TLS, ${current.tlsPort}, not ${wanted}`,
      "npm run lab -- stop",
    );
  }
  if (withoutIstio === startedWithoutIstio()) return;
  const how = withoutIstio ? "the lab runs, and Istio came with it" : "the lab runs, but was started without Istio";
  const again = withoutIstio ? " --without-istio" : "";
  throw new LabError(how, `npm run lab -- stop && npm run lab -- start${again}`);
}

async function refuseTakenPorts({ port, tlsPort }: ShopPorts): Promise<void> {
  if (port === tlsPort) {
    throw new LabError(`port ${port} cannot be both the shop's and the one for TLS`, "npm run lab -- start --help");
  }
  for (const [option, wanted] of Object.entries({ "--port": port, "--tls-port": tlsPort })) {
    if (!(await portTaken(wanted))) continue;
    throw new LabError(`port ${wanted} of this machine is taken`, `npm run lab -- start ${option} ${wanted + 1}`);
  }
}

const installIstio = `pulumi config set --path istio.install true
      pulumi config set --path istio.charts "$ISTIO_CHARTS"
      pulumi up`;

export async function start(options: StartOptions, interlude?: Interlude): Promise<void> {
  const { port, withoutIstio } = options;
  const signal = interruption();
  const lock = await tryLock("lifecycle");
  if (!lock) throw new LabError("another `lab start` or `lab stop` is at work", "npm run lab -- status");
  if (labStarted()) {
    const found = remains(await daemonStatus());
    if (found.left === "all") {
      await refuseOtherOptions(options);
      say(`The lab runs already. The shop's address: ${shopUrl(port)}`);
      return;
    }
    if (found.left === "some") {
      throw new LabError(`the lab runs, but without ${found.ended.join(", ")}`, found.next);
    }
  }
  await buildAll(signal, interlude);
  if (await labPresent()) {
    say("Removing what is left of a lab that was ended from outside, or never started to its end.");
    await stopLab();
  }
  await refuseTakenPorts(options);
  try {
    await interruptible(signal, () => runTasks(startTasks(options, signal)));
  } catch (error) {
    say(`Taking down what was started. Logs: ${await abandonStart()}`);
    throw error;
  }
  say(`The lab runs. The shop's address once it is deployed: ${shopUrl(port)}`);
  say(`Next: npm run lab -- shell, and in it:${withoutIstio ? `\n      ${installIstio}` : " pulumi up"}`);
}

export async function restart(name: string): Promise<void> {
  const signal = interruption();
  const lock = await tryLock("lifecycle");
  if (!lock) throw new LabError("another `lab start` or `lab stop` is at work", "npm run lab -- status");
  if (!labStarted()) throw new LabError("no lab is running", "npm run lab -- start");
  const pid = await interruptible(signal, () => restartDaemon(name, signal));
  say(`${name} runs again: process ${pid}.`);
}

export async function stop(): Promise<void> {
  const lock = await tryLock("lifecycle");
  if (!lock) throw new LabError("another `lab start` or `lab stop` is at work: end that one first (Ctrl-C)");
  if (process.getuid?.() !== 0) throw new LabError("stopping the lab needs root", "sudo npm run lab -- stop");
  if (!(await labPresent())) {
    say("No lab is running.");
    return;
  }
  const count = await stopLab();
  say(`The lab is stopped: ${count} processes ended, its network, mounts and folders are gone.`);
}

const mendingOf = (found: Remains): string => {
  if (!labStarted()) return "npm run lab -- stop";
  return found.left === "some" ? found.next : "npm run lab -- start";
};

export async function status(): Promise<void> {
  const daemons = await daemonStatus();
  if (daemons.length === 0) {
    say("No lab is running. Next: npm run lab -- start");
    process.exitCode = exitCodes.no;
    return;
  }
  const rows = daemons.map(({ name, pid, alive }) => [name, String(pid), alive ? "runs" : "ended"]);
  say(table(["program", "process", "state"], rows));
  const found = remains(daemons);
  const whole = labStarted() && found.left === "all";
  if (startedWithoutIstio()) say("Started without Istio. Its charts are in $ISTIO_CHARTS of the lab's shell.");
  if (whole) say(`The shop's address: ${shopUrl((await shopPorts()).port)}`);
  else say(`The lab is not whole. Next: ${mendingOf(found)}`);
  process.exitCode = whole ? exitCodes.done : exitCodes.no;
}

export async function doctor(): Promise<void> {
  const requirements = await examine();
  const mend = ({ ok, automatic, mend }: Requirement) =>
    ok ? "" : automatic ? `lab start does: ${mend}` : (mend ?? "");
  const rows = requirements.map((f) => [f.ok ? "ok" : "missing", f.what, f.found, mend(f)]);
  say(table(["", "needed", "found", "what brings it"], rows));
  process.exitCode = lacks(requirements).length > 0 ? exitCodes.no : exitCodes.done;
}

export async function shell(): Promise<void> {
  process.exitCode = await runInLab([process.env.SHELL ?? "/bin/sh"]);
}

export async function exec(command: string[]): Promise<void> {
  process.exitCode = await runInLab(command);
}

export async function open(name: string, options: OpenOptions): Promise<void> {
  const signal = interruption();
  try {
    await openTool(name, options, signal, (url) => say(`${name} answers until Ctrl-C: ${url}`));
  } catch (error) {
    // Who has seen enough has not failed.
    if (!signal.aborted) throw error;
  }
}

export async function logs(name: string | undefined, { follow }: { follow?: boolean }): Promise<void> {
  const sought = name === undefined ? "the lab's logs" : `the log of "${name}"`;
  const names = (await stateFiles("logs", sought)).map((file) => file.replace(/\.log$/, ""));
  if (names.length === 0) {
    const missing = name === undefined ? "there are no logs" : `there is no log of "${name}"`;
    throw new LabError(`no lab is running, so ${missing}`, "npm run lab -- start");
  }
  if (name === undefined) {
    say(names.join("\n"));
    return;
  }
  if (!names.includes(name)) throw new LabError(`no program "${name}" in the lab; there are: ${names.join(", ")}`);
  const mode = follow ? ["-n", "100", "-f"] : ["-n", "+1"];
  await execa("tail", [...mode, logPath(name)], { stdio: "inherit", reject: false });
}
