import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";

/** The SDK's exit code for "the user has been told": the engine then adds nothing of its own. */
const alreadyReported = 32;

/** What `runtime.options` of Pulumi.yaml may say to a language host for Node. */
interface RuntimeOptions {
  typescript?: boolean;
  /** The compiler settings for the program's run; default: tsconfig.json beside Pulumi.yaml. */
  tsconfig?: string;
}

const running = new Set<ChildProcess>();

/** Ends the programs that are still running, as the engine asks on an interrupt. */
export function stopPrograms(): void {
  for (const program of running) program.kill();
}

/** The runner of the SDK that the program in this folder uses. */
const runnerFor = (folder: string): string => createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run");

/** Runs the program with the SDK's own runner and waits for its end. */
export async function runProgram(request: RunRequest, engineAddress: string): Promise<RunResponse> {
  const program = request.getInfo();
  const config = Object.fromEntries(request.getConfigMap().entries());
  const options = (program?.getOptions()?.toJavaScript() ?? {}) as RuntimeOptions;
  const args = [
    runnerFor(program?.getProgramDirectory() || request.getPwd()),
    ...["--monitor", request.getMonitorAddress()],
    ...["--engine", engineAddress],
    ...["--organization", request.getOrganization()],
    ...["--project", request.getProject()],
    ...["--stack", request.getStack()],
    ...["--pwd", program?.getProgramDirectory() || request.getPwd()],
    ...["--root-directory", program?.getRootDirectory() || request.getPwd()],
    ...["--parallel", String(request.getParallel())],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    program?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
  const child = spawn(process.execPath, args, {
    cwd: request.getPwd(),
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
      ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
    },
    // The engine shows what comes on these two as the program's output; the first of this process is its own.
    stdio: ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  const [exitCode, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  running.delete(child);

  const response = new RunResponse();
  if (exitCode === alreadyReported) response.setBail(true);
  else if (exitCode !== 0) response.setError(`the program ended with ${signal ?? `exit code ${exitCode}`}`);
  return response;
}
