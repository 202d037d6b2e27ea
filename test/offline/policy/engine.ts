import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parse, stringify } from "yaml";

const projectDir = resolve(__dirname, "../../..");

export interface Outcome {
  readonly code: number | null;
  /** Everything that was printed. */
  readonly output: string;
}

interface Command {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function run([command = "", ...args]: readonly string[], { cwd = projectDir, env = {} }: Command = {}) {
  return new Promise<Outcome>((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => (output += data.toString()));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Fails with everything the command said, not with "expected 1 to be 0". */
export function succeeded(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}\n${outcome.output}`);
  return outcome;
}

/** The lab's Pulumi with this checkout's policy pack, and a stack `test` of each project. No cluster, no lab. */
export class Engine implements Disposable {
  private constructor(
    /** For what a test writes; gone when the engine is disposed of. */
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Builds what is missing first: from an empty cache that takes up to half an hour. */
  static async prepare(...projects: readonly string[]): Promise<Engine> {
    succeeded(await run(["npm", "run", "--silent", "lab", "--", "build"]));
    const folder = mkdtempSync(join(tmpdir(), "sock-shop-policy-"));
    const home = join(folder, "home");
    const backend = join(folder, "backend");
    mkdirSync(backend);
    const programs = succeeded(await run(["npx", "tsx", "test/offline/policy/pulumi-home.mts", home])).output;
    const engine = new Engine(folder, {
      PATH: [programs, process.env.PATH].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_STACK: "test",
      KUBECONFIG: join(folder, "no-cluster"),
    });
    for (const project of projects) await engine.makeStack(project);
    return engine;
  }

  /** Away from the project's own folder, where Pulumi would leave a file of config behind. */
  private async makeStack(project: string): Promise<void> {
    const cwd = mkdtempSync(join(this.folder, "project-"));
    const { name } = parse(readFileSync(join(projectDir, project, "Pulumi.yaml"), "utf8"));
    writeFileSync(join(cwd, "Pulumi.yaml"), stringify({ name, runtime: "nodejs" }));
    const init = ["stack", "init", "--non-interactive", "--no-select", "test"];
    succeeded(await run(["pulumi", ...init], { cwd, env: this.env }));
  }

  /** Runs a command of Pulumi in a project's folder, on a copy of the dev stack's config that differs as said. */
  pulumi(project: string, args: readonly string[], config: object = {}, env: NodeJS.ProcessEnv = {}) {
    const stack = parse(readFileSync(join(projectDir, "Pulumi.dev.yaml"), "utf8"));
    const configFile = join(this.folder, "Pulumi.test.yaml");
    writeFileSync(configFile, stringify({ ...stack, config: { ...stack.config, ...config } }));
    return run(["pulumi", "--non-interactive", "--config-file", configFile, ...args], {
      cwd: join(projectDir, project),
      env: { ...this.env, ...env },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Where the pack is, whatever folder Pulumi runs in. */
export const pack = join(projectDir, "policy");

/** The policies that an outcome names as violated, each once. */
export function refusals({ output }: Outcome): readonly string[] {
  return [...new Set([...output.matchAll(/^ *- \[mandatory\] {2}(\S+)/gm)].map(([, policy = ""]) => policy))];
}
