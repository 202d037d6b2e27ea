import { join } from "node:path";
import { execa } from "execa";
import type { OfflinePulumi, Stack } from "../offline-pulumi/offline-pulumi.ts";
import { PeakMemory } from "./peak-memory.ts";
import { timed } from "./timed.ts";

/** The programs that only benches run. */
export const programsDir = join(import.meta.dirname, "programs");

/** What commands cost that are run without a cluster. */
export class PulumiCosts {
  constructor(
    private readonly pulumi: OfflinePulumi,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns seconds */
  preview(stack: Stack): Promise<number> {
    return this.time(stack, "preview");
  }

  /** @returns seconds */
  up(stack: Stack): Promise<number> {
    return this.time(stack, "up", "--yes", "--skip-preview");
  }

  /** Peak memory of a preview: engine, program and provider together, in megabytes. */
  async memoryOfPreview(stack: Stack): Promise<number> {
    const { file, args, options } = this.pulumi.command(stack, ["preview"]);
    const running = execa(file, args, { ...options, extendEnv: false, cancelSignal: this.signal });
    if (running.pid === undefined) throw new Error("pulumi could not be started");
    const memory = new PeakMemory(running.pid);
    await running.finally(() => memory.stop());
    return memory.stop();
  }

  private time(stack: Stack, ...command: string[]): Promise<number> {
    const { file, args, options } = this.pulumi.command(stack, command);
    return timed(file, args, { ...options, extendEnv: false, cancelSignal: this.signal });
  }
}
