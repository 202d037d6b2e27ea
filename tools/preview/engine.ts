import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { execa, type Options } from "execa";
import { stringify } from "yaml";
import { projectDir } from "../../lab/paths.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { findPulumi, type PulumiProgram } from "./pulumi-program.ts";
import { readErrors, readRun, type Run } from "./steps.ts";

const stack = "preview";

/** What would lead the engine to the user's stacks, or the provider to a cluster. */
const usersOwn = /^(PULUMI_|KUBE)/;

/**
 * The real engine with the real provider, which writes manifests into a folder in place of applying them. All that
 * they keep is in a temporary folder: neither the checkout nor a stack of the user's is touched.
 */
export class Engine {
  private constructor(
    private readonly folder: string,
    private readonly pulumi: PulumiProgram,
    private readonly signal: AbortSignal,
  ) {}

  /** @param config of the stack, by full key */
  static async start(config: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Engine> {
    const folder = await mkdtemp(join(tmpdir(), "sock-shop-preview-"));
    try {
      const engine = new Engine(folder, await findPulumi(join(folder, "home")), signal);
      await engine.makeStack(config);
      return engine;
    } catch (error) {
      await remove(folder);
      throw error;
    }
  }

  /** Where the manifests are of the stage that was run last. */
  get rendered(): string {
    return join(this.folder, "rendered");
  }

  /** Sets config as `pulumi config set` does, paths such as `images.front-end-v2` included. */
  async set(key: string, value: string): Promise<void> {
    const path = /[.[]/.test(key) ? ["--path"] : [];
    const args = ["config", "set", "--plaintext", ...path, "--stack", stack, "--", key, value];
    const { stderr, failed } = await execa(this.pulumi.file, args, this.options(this.project));
    this.signal.throwIfAborted();
    if (failed) throw new Mistake(`--config ${key}=${value}: ${said(stderr)}`);
  }

  /** Goes to a stage from the one before, or from nothing. A Mistake in the program's words where it refuses. */
  async goTo(stage: string): Promise<Run> {
    await this.set("stage", stage);
    const args = ["up", "--yes", "--skip-preview", "--json", "--stack", stack, "--config-file", this.configFile];
    const { stdout, stderr, failed } = await execa(this.pulumi.file, args, this.options(projectDir));
    this.signal.throwIfAborted();
    const events = stdout.split("\n").flatMap(readEvent);
    if (!failed) return readRun(events);
    const errors = readErrors(events);
    throw new Mistake(errors.length > 0 ? errors.join("\n") : said(stderr) || `pulumi up failed:\n${stdout}`);
  }

  stop(): Promise<void> {
    return remove(this.folder);
  }

  private get project(): string {
    return join(this.folder, "project");
  }

  private get configFile(): string {
    return join(this.project, `Pulumi.${stack}.yaml`);
  }

  /** `pulumi stack init` writes into the folder it runs in, so it runs in one with nothing but the project's file. */
  private async makeStack(given: Readonly<Record<string, unknown>>): Promise<void> {
    for (const name of ["project", "state", "rendered"]) await mkdir(join(this.folder, name));
    await copyFile(join(projectDir, "Pulumi.yaml"), join(this.project, "Pulumi.yaml"));
    const config = {
      ...given,
      // As README has it: else a ConfigMap that changes is replaced.
      "kubernetes:enableConfigMapMutable": "true",
      "kubernetes:renderYamlToDirectory": this.rendered,
    };
    await writeFile(this.configFile, stringify({ config }));
    const init = ["stack", "init", "--no-select", stack];
    const { stderr, failed } = await execa(this.pulumi.file, init, this.options(this.project));
    this.signal.throwIfAborted();
    if (failed) throw new Mistake(`pulumi stack init failed: ${said(stderr)}`);
  }

  private options(cwd: string) {
    const inherited = Object.entries(process.env).filter(([name]) => !usersOwn.test(name));
    return {
      cwd,
      env: {
        ...Object.fromEntries(inherited),
        PULUMI_HOME: this.pulumi.home,
        PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // Not there. One whose cluster does not answer would make the provider try again and again.
        KUBECONFIG: join(this.folder, "no-kubeconfig"),
      },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      cancelSignal: this.signal,
    } satisfies Options;
  }
}

const said = (stderr: string): string => stderr.replace(/^error: /, "").trim();

/** Lines that are no event are the engine's talk. */
function readEvent(line: string): EngineEvent[] {
  return line.startsWith("{") ? [JSON.parse(line) as EngineEvent] : [];
}

/** The engine's plugins may still be writing when it has ended. */
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
