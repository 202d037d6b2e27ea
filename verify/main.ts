import "../command-line/closed-pipe";
import { codeOfSignal, exitCodes } from "../command-line/exit-codes";
import { Interrupted, interruptible, untilInterrupted } from "../command-line/interruption";
import { Mistake } from "../command-line/mistake";
import { afterwards } from "./afterwards";
import { readCertificateAuthority } from "./certificate-authority";
import { readStageConfigMap } from "./cluster/cluster-ground";
import { connect, reasonOf } from "./cluster/connect";
import { findEntrance } from "./cluster/gateway";
import { Temporary } from "./cluster/temporary";
import { expectDeployed, readDeployedStage } from "./deployed-stage";
import { listClaims } from "./listing";
import type { Options, TourOptions } from "./options";
import { readOptions } from "./options";
import { Progress } from "./progress";
import type { TestBed } from "./prove-trials";
import { proveTrials } from "./prove-trials";
import type { Report } from "./report";
import { asJson, asTables, exitCodeOf } from "./report";
import { readSigningKey } from "./signing-key";
import { runTour } from "./tour/run-tour";

const progress = new Progress(process.stderr);

async function verify(options: Options, signal: AbortSignal): Promise<Report> {
  const { trials, control, fortioImage } = options;
  const connection = await connect(options, signal);
  const deployed = readDeployedStage(await readStageConfigMap(connection), connection);
  if (control) for (const trial of trials) expectDeployed(deployed, [trial.control.stage], "control");
  const stages = trials.map(({ stage }) => stage);
  if (!control) expectDeployed(deployed, stages, "claim");
  const url = options.url ?? (await findEntrance(connection));
  const signingKey = () => readSigningKey(options.signingKey, signal);
  const certificateAuthority = () => readCertificateAuthority(options.ca, signal);
  const temporary = new Temporary(connection, fortioImage, signal);
  const testBed: TestBed = {
    connection,
    temporary,
    url,
    signingKey,
    certificateAuthority,
    signal,
    say: progress.say,
  };
  const proven = proveTrials(testBed, deployed.join(","), trials, control);
  return afterwards(proven, () => temporary.gone(progress.say), progress.say);
}

/** @returns what to print, and the exit code */
async function tour(options: TourOptions, signal: AbortSignal): Promise<[string, number]> {
  return runTour(options, await connect(options, signal), signal, progress.say);
}

async function main(): Promise<number> {
  const signal = untilInterrupted(progress.say);
  const request = readOptions(process.argv.slice(2), process.env);
  if (request.kind === "help") process.stdout.write(request.text);
  if (request.kind === "list") process.stdout.write(listClaims(request.json));
  if (request.kind !== "verify" && request.kind !== "tour") return 0;
  return interruptible(signal, async () => {
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
  });
}

void main()
  .catch((error: unknown) => {
    progress.clear();
    if (error instanceof Interrupted) return codeOfSignal(error.by);
    process.stderr.write(`${error instanceof Mistake ? error.message : reasonOf(error)}\n`);
    // What could not be tried is not a claim that failed.
    return exitCodes.notDone;
  })
  .then((code) => process.exit(code));
