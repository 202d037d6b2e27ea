import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const projectDir = resolve(__dirname, "../..");

export interface Outcome {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What was left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** A place for one test's files. */
export const folder = mkdtempSync(join(tmpdir(), "sock-shop-test-"));
export const removeFolder = (): void => rmSync(folder, { recursive: true });

let runs = 0;

export interface Circumstances {
  /** Default: this one. */
  readonly checkout?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Is given the running command. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs `npm run preview` as a user who stands in the folder would, in a process group of its own as a shell does it. */
export function preview(args: readonly string[], circumstances: Circumstances = {}): Promise<Outcome> {
  const { checkout = projectDir, env, meanwhile } = circumstances;
  const temporary = join(folder, `temporary-${(runs += 1)}`);
  mkdirSync(temporary);
  return new Promise((resolve, reject) => {
    const child = spawn("npm", ["--prefix", checkout, "run", "--silent", "preview", "--", ...args], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ ...said, code: code ?? signal, left: readdirSync(temporary).filter(isOurs) }),
    );
    meanwhile?.(child);
  });
}

/** tsx and npm leave their caches there. */
const isOurs = (name: string): boolean => name.startsWith("sock-shop");
