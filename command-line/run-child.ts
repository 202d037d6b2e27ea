import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

export interface Child {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The stream that is read line by line while it runs; the other is kept. */
  readonly lines: "stdout" | "stderr";
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** What it said on the other stream. */
  readonly rest: string;
}

/**
 * Runs a command to its end. The terminal's Ctrl-C does not reach it, which it would get a second time from here: `signal`
 * sends it one SIGINT, and it ends in its own time.
 */
export async function runChild(
  { command, cwd, env, lines }: Child,
  told: (line: string) => void,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  const [file = "", ...args] = command;
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => void child.kill("SIGINT");
  signal.addEventListener("abort", stop, { once: true });
  const ended = once(child, "close") as Promise<[number | null]>;
  const rest = text(lines === "stdout" ? child.stderr : child.stdout);
  try {
    createInterface({ input: child[lines] }).on("line", told);
    const [code] = await ended;
    return { code, rest: await rest };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
