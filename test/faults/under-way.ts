import { spawn } from "node:child_process";
import { once } from "node:events";
import { configFile, type Outcome, projectDir } from "../lab/lab";

/** A command that runs while something goes wrong around it. */
export interface UnderWay {
  /** Settles when the command has printed the text; rejects when it ends without. */
  said(text: string): Promise<void>;
  /** Ctrl-C as a terminal sends it: to every process of the foreground group. */
  interrupt(): void;
  /** Settles when the command has ended and no process of its group is left. */
  readonly ended: Promise<Outcome & { signal: NodeJS.Signals | null }>;
}

/** Starts a command as in the lab's shell, in a process group of its own. */
export function begin(...command: string[]): UnderWay {
  const words = ["run", "--silent", "lab", "--", "exec", "--", ...command];
  const child = spawn("npm", words, { cwd: projectDir, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const outcome = { code: null as number | null, stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (outcome.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (outcome.stderr += data.toString()));
  // "close" comes when the last process that holds the output has ended, not with npm's own end.
  const ended = once(child, "close").then(() => ({ ...outcome, code: child.exitCode, signal: child.signalCode }));
  const said = async (text: string): Promise<void> => {
    const seen = () => (outcome.stdout + outcome.stderr).includes(text);
    while (!seen()) {
      await Promise.race([once(child.stdout, "data"), once(child.stderr, "data"), ended]);
      if ((child.exitCode ?? child.signalCode) !== null && !seen())
        throw new Error(`ended without "${text}":\n${outcome.stdout}\n${outcome.stderr}`);
    }
  };
  return { said, interrupt: () => process.kill(-(child.pid ?? NaN), "SIGINT"), ended };
}

/** `pulumi up` on the lab's stack. */
export const beginUp = (): UnderWay =>
  begin("pulumi", "--non-interactive", "--config-file", configFile, "up", "--yes", "--skip-preview");
