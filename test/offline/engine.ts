import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import type { Command } from "../../tools/offline-pulumi/offline-pulumi";
import { type Outcome, run, succeeded } from "./run";

const projectDir = resolve(__dirname, "../..");

const inCheckout = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
  run({ file, args, options: { cwd: projectDir, env: { ...process.env, ...env } } });

interface Project extends Command {
  readonly configFile: string;
  readonly rendered: string;
}

/** The lab's Pulumi and a stack of each project. No cluster, no lab. */
export class Engine implements Disposable {
  private constructor(
    private readonly folder: string,
    private readonly projects: Readonly<Record<string, Project>>,
  ) {}

  /**
   * Builds what is missing first: from an empty cache that takes a quarter of an hour.
   * @param env of the process that prepares the engine's home, beside this one's
   */
  static async prepare(projects: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Engine> {
    succeeded(await inCheckout("npm", ["run", "--silent", "lab", "--", "build"]));
    const folder = mkdtempSync(join(tmpdir(), "sock-shop-offline-"));
    const makeStacks = ["tsx", "test/offline/make-stacks.mts", folder, ...projects];
    const { stdout } = succeeded(await inCheckout("npx", makeStacks, env));
    return new Engine(folder, JSON.parse(stdout) as Record<string, Project>);
  }

  /** Runs a command of Pulumi on a project's stack, whose config is the dev stack's but for what is said here. */
  pulumi(name: string, args: readonly string[], config: object = {}, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const project = this.project(name);
    const dev = parse(readFileSync(join(projectDir, "Pulumi.dev.yaml"), "utf8")) as { config: object };
    const offline = { "kubernetes:renderYamlToDirectory": project.rendered };
    writeFileSync(project.configFile, stringify({ ...dev, config: { ...dev.config, ...offline, ...config } }));
    const { file, options } = project;
    return run({ file, args: [...project.args, ...args], options: { ...options, env: { ...options.env, ...env } } });
  }

  /** What a process finds that asks Pulumi for the project's stack by itself. */
  environmentOf(name: string): Record<string, string | undefined> {
    return { ...this.project(name).options.env, PULUMI_STACK: this.stackOf(name), PATH: this.pathWithPulumi(name) };
  }

  stackOf(name: string): string {
    return basename(resolve(name));
  }

  /** Where the project's manifests are written. */
  rendered(name: string): string {
    return this.project(name).rendered;
  }

  private pathWithPulumi(name: string): string {
    return [dirname(this.project(name).file), process.env["PATH"] ?? ""].join(delimiter);
  }

  private project(name: string): Project {
    const project = this.projects[name];
    if (project === undefined) throw new Error(`no stack of ${name} was made`);
    return project;
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
