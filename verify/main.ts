import { setMaxListeners } from "node:events";
import { ClusterGround, readStageConfigMap } from "./cluster/cluster-ground";
import { connect, reasonOf } from "./cluster/connect";
import { findEntrance } from "./cluster/gateway";
import { Temporary } from "./cluster/temporary";
import { expectDeployed, readDeployedStage } from "./deployed-stage";
import { listClaims } from "./listing";
import { Mistake } from "./mistake";
import type { Options } from "./options";
import { readOptions } from "./options";
import { judgeClaim, judgeControl } from "./outcome";
import { Progress } from "./progress";
import { prove } from "./prove";
import type { Report } from "./report";
import { asJson, asTables, exitCodeOf } from "./report";

/** Ends of a program that a signal stopped: 128 and the signal's number, as shells have it. */
const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;

class Stopped extends Error {
  constructor(readonly by: keyof typeof STOPPED) {
    super(`stopped by ${by}`);
  }
}

const progress = new Progress(process.stderr);

/** Aborted by the first Ctrl-C; what the run brought into the cluster is then taken away. The second ends it at once. */
function untilStopped(): AbortSignal {
  const controller = new AbortController();
  // Each request and wait listens while it lasts; they are as many as run at once.
  setMaxListeners(0, controller.signal);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(STOPPED[name]);
      progress.say("stopping");
      controller.abort(new Stopped(name));
    });
  }
  return controller.signal;
}

async function verify(options: Options, signal: AbortSignal): Promise<Report> {
  const { trials, control } = options;
  const connection = await connect(options.context, signal);
  const deployed = readDeployedStage(await readStageConfigMap(connection), connection.context);
  if (control) for (const trial of trials) expectDeployed(deployed, [trial.control.stage], "control");
  const stages = trials.map(({ stage }) => stage);
  if (!control) expectDeployed(deployed, stages, "claim");
  const url = options.url ?? (await findEntrance(connection));
  const temporary = new Temporary(connection, signal);
  await temporary.sweep();
  const claims: Report["claims"][number][] = [];
  for (const trial of trials) {
    const say = (text: string) => progress.say(`${trial.stage}: ${text}`);
    const ground = new ClusterGround(connection, temporary, url, signal, say);
    const outcome = await prove(trial, ground, () => temporary.remove(say));
    const verdict = control ? judgeControl(outcome, trial.control.stage) : judgeClaim(outcome);
    claims.push({ ...outcome, verdict });
  }
  return { context: connection.context, url: url.href, deployed: deployed.join(","), control, claims };
}

async function main(): Promise<number> {
  const signal = untilStopped();
  const request = readOptions(process.argv.slice(2), process.env);
  if (request.kind === "help") process.stdout.write(request.text);
  if (request.kind === "list") process.stdout.write(listClaims(request.json));
  if (request.kind !== "verify") return 0;
  try {
    const report = await verify(request.options, signal);
    progress.clear();
    process.stdout.write(request.options.json ? `${asJson(report)}\n` : asTables(report));
    return exitCodeOf(report);
  } catch (error) {
    // Whatever the abort made fail, the abort is the cause.
    signal.throwIfAborted();
    throw error;
  }
}

main()
  .catch((error: unknown) => {
    progress.clear();
    if (error instanceof Stopped) return STOPPED[error.by];
    process.stderr.write(`${error instanceof Mistake ? error.message : reasonOf(error)}\n`);
    // What could not be tried is not a claim that failed.
    return 2;
  })
  .then((code) => process.exit(code));
