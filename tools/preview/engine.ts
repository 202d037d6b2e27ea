import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";
import { OfflinePulumi, saidIn, savedAtTheEnd, type Stack } from "../offline-pulumi/offline-pulumi.ts";
import { findPulumi } from "../offline-pulumi/pulumi-program.ts";
import { readErrors, readRun, type Run } from "../engine-events/steps.ts";

/** The shop's program, run without a cluster by an engine whose folder is a temporary one. */
export class Engine {
  private constructor(
    private readonly folder: string,
    private readonly pulumi: OfflinePulumi,
    private readonly stack: Stack,
  ) {}

  /** @param config of the stack, by full key */
  static async start(config: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Engine> {
    const folder = await mkdtemp(join(tmpdir(), "sock-shop-preview-"));
    // As the README has it: else a ConfigMap that changes is replaced.
    const mutable = { "kubernetes:enableConfigMapMutable": "true" };
    const stack = { name: "preview", project: projectDir, config: { ...config, ...mutable }, env: savedAtTheEnd };
    try {
      const pulumi = await OfflinePulumi.start(folder, findPulumi, signal);
      await pulumi.makeStack(stack);
      return new Engine(folder, pulumi, stack);
    } catch (error) {
      await remove(folder);
      throw error;
    }
  }

  /** Where the manifests are of the stage that was run last. */
  get rendered(): string {
    return this.pulumi.rendered(this.stack);
  }

  set(key: string, value: string): Promise<void> {
    return this.pulumi.set(this.stack, key, value);
  }

  /** Goes to a stage from the one before, or from nothing. A Mistake in the program's words where it refuses. */
  async goTo(stage: string): Promise<Run> {
    await this.set("stage", stage);
    const { stdout, stderr, failed } = await this.pulumi.run(this.stack, ["up", "--yes", "--skip-preview", "--json"]);
    const events = stdout.split("\n").flatMap(readEvent);
    if (!failed) return readRun(events);
    const errors = readErrors(events);
    throw new Mistake(errors.length > 0 ? errors.join("\n") : saidIn(stderr) || `pulumi up failed:\n${stdout}`);
  }

  stop(): Promise<void> {
    return remove(this.folder);
  }
}

/** Lines that are no event are the engine's talk. */
function readEvent(line: string): EngineEvent[] {
  return line.startsWith("{") ? [JSON.parse(line) as EngineEvent] : [];
}

/** The engine's plugins may still be writing when it has ended. */
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
