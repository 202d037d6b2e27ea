import { spawn } from "node:child_process";
import type { Command } from "../../tools/offline-pulumi/offline-pulumi";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Everything that was printed. */
  readonly output: string;
}

/** Runs it to its end. */
export function run({ file, args, options }: Command): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", output: "" };
    child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => (said.output += data.toString()));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...said, code }));
  });
}

/** Fails with everything the command said, not with "expected 1 to be 0". */
export function succeeded(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}\n${outcome.output}`);
  return outcome;
}
