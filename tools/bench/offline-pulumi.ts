import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa, type Options } from "execa";
import { stringify } from "yaml";
import { furnishPulumiHome } from "../../lab/pulumi-home.ts";
import { program } from "../../lab/toolchain/cache.ts";
import { PeakMemory } from "./peak-memory.ts";
import { timed } from "./timed.ts";

/** The programs that only benches run. */
export const programsDir = join(import.meta.dirname, "programs");

/** What would lead the engine to the user's stacks, or the provider to a cluster. */
const usersOwn = /^(PULUMI_|KUBE)/;

export interface Stack {
  readonly name: string;
  /** Folder of the Pulumi project. */
  readonly project: string;
  /** By full key. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What its runs find in the environment. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The lab's engine and provider without a cluster: the provider writes manifests into a folder. */
export class OfflinePulumi {
  private constructor(
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  static async start(folder: string, signal: AbortSignal): Promise<OfflinePulumi> {
    await mkdir(join(folder, "state"));
    await furnishPulumiHome(join(folder, "home"));
    return new OfflinePulumi(folder, signal);
  }

  async makeStack(stack: Stack): Promise<void> {
    const rendered = join(this.folder, `rendered-${stack.name}`);
    await mkdir(rendered, { recursive: true });
    const config = { "kubernetes:renderYamlToDirectory": rendered, ...stack.config };
    await writeFile(this.configFile(stack), stringify({ config }));
    await this.execute(stack, ["stack", "init", "--no-select", stack.name]);
  }

  async removeStack(stack: Stack): Promise<void> {
    await this.execute(stack, ["stack", "rm", "--yes", "--force", "--preserve-config", stack.name]);
  }

  /** @returns seconds */
  preview(stack: Stack): Promise<number> {
    return timed(program("pulumi"), this.arguments(stack, "preview"), this.options(stack));
  }

  /** @returns seconds */
  up(stack: Stack): Promise<number> {
    return timed(program("pulumi"), this.arguments(stack, "up", "--yes", "--skip-preview"), this.options(stack));
  }

  /** Peak memory of a preview: engine, program and provider together, in megabytes. */
  async memoryOfPreview(stack: Stack): Promise<number> {
    const running = execa(program("pulumi"), this.arguments(stack, "preview"), this.options(stack));
    if (running.pid === undefined) throw new Error("pulumi could not be started");
    const memory = new PeakMemory(running.pid);
    await running.finally(() => memory.stop());
    return memory.stop();
  }

  private arguments(stack: Stack, ...command: string[]): string[] {
    return [...command, "--stack", stack.name, "--config-file", this.configFile(stack), "--non-interactive"];
  }

  private async execute(stack: Stack, args: readonly string[]): Promise<void> {
    // `stack init` writes a config file into its folder, so it stands in one that nobody keeps.
    const folder = join(this.folder, `project-${stack.name}`);
    await mkdir(folder, { recursive: true });
    await execa("cp", [join(stack.project, "Pulumi.yaml"), folder]);
    await execa(program("pulumi"), args, { ...this.options(stack), cwd: folder });
  }

  private configFile(stack: Stack): string {
    return join(this.folder, `${stack.name}.yaml`);
  }

  private options(stack: Stack): Options {
    const inherited = Object.entries(process.env).filter(([name]) => !usersOwn.test(name));
    return {
      cwd: stack.project,
      extendEnv: false,
      cancelSignal: this.signal,
      env: {
        ...Object.fromEntries(inherited),
        PULUMI_HOME: join(this.folder, "home"),
        PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...stack.env,
      },
    };
  }
}
