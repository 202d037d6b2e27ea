import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const projectDir = resolve(__dirname, "../..");

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command in the checkout, as a user would, and gives what it printed and its exit code. */
export const run = (command: string, ...args: string[]): Promise<Outcome> => runWith(process.env, command, args);

function runWith(env: NodeJS.ProcessEnv, command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectDir, env, stdio: ["ignore", "pipe", "pipe"] });
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    child.stdout.on("data", (data: Buffer) => (outcome.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (outcome.stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
  });
}

export function lab(...args: string[]): Promise<Outcome> {
  shell = undefined;
  return run("npm", "run", "--silent", "lab", "--", ...args);
}

/** What commands find in the environment in the lab's shell. */
let shell: Promise<NodeJS.ProcessEnv> | undefined;

async function openShell(): Promise<NodeJS.ProcessEnv> {
  const { stdout } = succeeded(await lab("exec", "--", "node", "--print", "JSON.stringify(process.env)"));
  return JSON.parse(stdout) as NodeJS.ProcessEnv;
}

/** A command as in the lab's shell. Of that one is opened for many commands, as users do: it takes three seconds. */
export async function inLab(...command: string[]): Promise<Outcome> {
  const opened = (shell ??= openShell());
  return runWith(await opened, "nsenter", ["--net=/run/netns/sock-shop-lab", "--", ...command]);
}

export const verify = (...args: string[]): Promise<Outcome> => inLab("npm", "run", "--silent", "verify", "--", ...args);

/** The stack's configuration is changed in a copy, so that a test run leaves the checkout as it was. */
export const configFile = join(mkdtempSync(join(tmpdir(), "sock-shop-test-")), "Pulumi.dev.yaml");
copyFileSync(join(projectDir, "Pulumi.dev.yaml"), configFile);

/** The real Pulumi on the lab's stack. */
export const pulumi = (...args: string[]): Promise<Outcome> =>
  inLab("pulumi", "--non-interactive", "--config-file", configFile, ...args);

/** Runs with further config, by key, and puts all config back as it was, however that ends. */
export async function withConfig<T>(values: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  const before = readFileSync(configFile);
  try {
    for (const [key, value] of Object.entries(values)) {
      const path = key.startsWith("istio.") ? ["--path"] : [];
      succeeded(await pulumi("config", "set", ...path, key, "--", value));
    }
    return await run();
  } finally {
    writeFileSync(configFile, before);
  }
}

/** Fails with everything the command said, not with "expected 1 to be 0". */
export function succeeded(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}\n${outcome.stdout}\n${outcome.stderr}`);
  return outcome;
}

/** Switches the stage as on the talk's slides: one config value, one `pulumi up`. */
export async function switchTo(stage: string): Promise<void> {
  succeeded(await pulumi("config", "set", "stage", stage));
  succeeded(await pulumi("up", "--yes", "--skip-preview"));
}
