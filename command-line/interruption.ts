import { setMaxListeners } from "node:events";
import { performance } from "node:perf_hooks";
import { codeOfSignal } from "./exit-codes.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One Ctrl-C comes twice: from the terminal and from npm. Somebody's second one comes later. */
const sameKey = 1000;

/** What a command is aborted with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly by: NodeJS.Signals) {
    super(`stopped by ${by}`);
  }
}

/**
 * Aborted by the first Ctrl-C or request to end, so that a command takes away what it has brought. The second Ctrl-C ends
 * the command at once.
 * @param say tells the user that the command is ending
 */
export function untilInterrupted(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  // Each request and wait listens while it lasts; they are as many as run at once.
  setMaxListeners(0, controller.signal);
  let first = 0;
  // They stay: without a listener Node ends a program, in the middle of what it still does.
  for (const name of signals) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        first = performance.now();
        say("stopping; Ctrl-C again to leave at once, with things left behind");
        controller.abort(new Interrupted(name));
      } else if (performance.now() - first > sameKey) {
        process.exit(codeOfSignal(name));
      }
    });
  }
  return controller.signal;
}

/** Runs the work. Whatever an abort made fail, the abort is the cause, and is what is thrown. */
export async function interruptible<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
