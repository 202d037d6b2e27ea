import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa, type Options } from "execa";
import { stringify } from "yaml";
import { Mistake } from "../../command-line/mistake.ts";
import type { PulumiProgram } from "./pulumi-program.ts";

/** A stack of a project, known by its name alone. */
export interface Stack {
  readonly name: string;
  /** Folder of the Pulumi project. */
  readonly project: string;
  /** By full key. Default: none. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What its runs find in the environment. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * For `env` of a stack that is thrown away: its state is saved once, at the end, and not twice for each object that is
 * made. It would be of use after an engine was killed.
 */
export const savedAtTheEnd = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** What a child process is started with. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> };
}

/** What would lead the engine to the user's stacks, or the provider to a cluster. */
const usersOwn = /^(PULUMI_|KUBE)/;

/**
 * The real engine with the real provider, which writes manifests into a folder in place of applying them. All that
 * they keep is in one folder: neither a checkout nor a stack of the user's is touched, and no cluster is asked.
 */
export class OfflinePulumi {
  private constructor(
    private readonly folder: string,
    private readonly pulumi: PulumiProgram,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * @param folder an empty one, for the caller to remove
   * @param find the Pulumi to use
   * @param signal ends what is running
   */
  static async start(
    folder: string,
    find: (home: string) => Promise<PulumiProgram>,
    signal?: AbortSignal,
  ): Promise<OfflinePulumi> {
    await mkdir(join(folder, "state"));
    return new OfflinePulumi(folder, await find(join(folder, "home")), signal);
  }

  /** Where the manifests are of what the stack was made of last. */
  rendered({ name }: Stack): string {
    return join(this.folder, `rendered-${name}`);
  }

  configFile({ name }: Stack): string {
    return join(this.folder, `Pulumi.${name}.yaml`);
  }

  async makeStack(stack: Stack): Promise<void> {
    await mkdir(this.rendered(stack), { recursive: true });
    const config = { "kubernetes:renderYamlToDirectory": this.rendered(stack), ...stack.config };
    await writeFile(this.configFile(stack), stringify({ config }));
    await this.manage(stack, ["stack", "init", "--no-select", stack.name]);
  }

  async removeStack(stack: Stack): Promise<void> {
    await this.manage(stack, ["stack", "rm", "--yes", "--force", "--preserve-config", stack.name]);
  }

  /** Sets config as `pulumi config set` does, paths such as `images.front-end-v2` included. */
  async set(stack: Stack, key: string, value: string): Promise<void> {
    const path = /[.[]/.test(key) ? ["--path"] : [];
    const { stderr, failed } = await this.run(stack, ["config", "set", "--plaintext", ...path, "--", key, value]);
    if (failed) throw new Mistake(`--config ${key}=${value}: ${saidIn(stderr)}`);
  }

  /** Runs a command on the stack to its end, good or bad. */
  async run(stack: Stack, args: readonly string[]) {
    return this.execute(this.command(stack, args));
  }

  /** A command on the stack, for a caller that starts it in a way of its own. */
  command(stack: Stack, args: readonly string[]): Command {
    const chosen = ["--non-interactive", "--stack", stack.name, "--config-file", this.configFile(stack)];
    return { file: this.pulumi.file, args: [...chosen, ...args], options: this.options(stack) };
  }

  /** `pulumi stack init` writes a file of config into its folder, so it stands in one with the project's file alone. */
  private async manage(stack: Stack, args: readonly string[]): Promise<void> {
    const cwd = join(this.folder, `project-${stack.name}`);
    await mkdir(cwd, { recursive: true });
    await copyFile(join(stack.project, "Pulumi.yaml"), join(cwd, "Pulumi.yaml"));
    const options = { ...this.options(stack), cwd };
    const { stderr, failed } = await this.execute({ file: this.pulumi.file, args, options });
    if (failed) throw new Mistake(`pulumi ${args.slice(0, 2).join(" ")} failed: ${saidIn(stderr)}`);
  }

  private async execute({ file, args, options }: Command) {
    const { stdout, stderr, failed } = await execa(file, args, {
      ...options,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      ...(this.signal && { cancelSignal: this.signal }),
    } satisfies Options);
    this.signal?.throwIfAborted();
    return { stdout, stderr, failed };
  }

  private options(stack: Stack): Command["options"] {
    const inherited = Object.entries(process.env).filter(([name]) => !usersOwn.test(name));
    return {
      cwd: stack.project,
      env: {
        ...Object.fromEntries(inherited),
        PULUMI_HOME: this.pulumi.home,
        PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Not there. One whose cluster does not answer would make the provider try again and again.
        KUBECONFIG: join(this.folder, "no-kubeconfig"),
        ...stack.env,
      },
    };
  }
}

/** What Pulumi said of a failure. */
export const saidIn = (stderr: string): string => stderr.replace(/^error: /, "").trim();
