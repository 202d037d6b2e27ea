import "../command-line/closed-pipe";
import { setMaxListeners } from "node:events";
import { readStageConfigMap } from "./cluster/cluster-ground";
import { connect, reasonOf } from "./cluster/connect";
import { findEntrance } from "./cluster/gateway";
import { expectDeployed, readDeployedStage } from "./deployed-stage";
import { listClaims } from "./listing";
import { Mistake } from "./mistake";
import type { Options, TourOptions } from "./options";
import { readOptions } from "./options";
import { Progress } from "./progress";
import type { TestBed } from "./prove-trials";
import { proveTrials } from "./prove-trials";
import type { Report } from "./report";
import { asJson, asTables, exitCodeOf } from "./report";
import { runTour } from "./tour/run-tour";

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
  const { trials, control, fortioImage } = options;
  const connection = await connect(options, signal);
  const deployed = readDeployedStage(await readStageConfigMap(connection), connection);
  if (control) for (const trial of trials) expectDeployed(deployed, [trial.control.stage], "control");
  const stages = trials.map(({ stage }) => stage);
  if (!control) expectDeployed(deployed, stages, "claim");
  const url = options.url ?? (await findEntrance(connection));
  const testBed: TestBed = { connection, url, fortioImage, signal, say: progress.say };
  return proveTrials(testBed, deployed.join(","), trials, control);
}

/** @returns what to print, and the exit code */
async function tour(options: TourOptions, signal: AbortSignal): Promise<[string, number]> {
  return runTour(options, await connect(options, signal), signal, progress.say);
}

async function main(): Promise<number> {
  const signal = untilStopped();
  const request = readOptions(process.argv.slice(2), process.env);
  if (request.kind === "help") process.stdout.write(request.text);
  if (request.kind === "list") process.stdout.write(listClaims(request.json));
  if (request.kind !== "verify" && request.kind !== "tour") return 0;
  try {
    if (request.kind === "tour") {
      const [text, code] = await tour(request.options, signal);
      progress.clear();
      process.stdout.write(text);
      return code;
    }
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
