import { createServer, type Server } from "node:net";
import { waitUntil } from "../../command-line/wait-until.ts";
import { labName } from "../paths.ts";

/**
 * Locks are names of abstract Unix sockets: the kernel lets go of one the moment its holder ends, however it ends.
 * A lock file would outlive a SIGKILL.
 */
export type LockName = "lifecycle" | "build";

/** A held lock. */
export interface Lock {
  release(): void;
}

const listen = (name: LockName): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(`\0${labName}-${name}`, () => resolve(server.unref()));
  });

/** @returns the lock, or nothing when another process holds it */
export async function tryLock(name: LockName): Promise<Lock | undefined> {
  const server = await listen(name);
  return server && { release: () => server.close() };
}

/** Waits for the lock. @param waiting called once if it is not free at once */
export async function waitForLock(name: LockName, waiting: () => void, signal: AbortSignal): Promise<Lock> {
  let lock = await tryLock(name);
  if (lock) return lock;
  waiting();
  await waitUntil(async () => (lock = await tryLock(name)) !== undefined, { every: 500, signal });
  return lock as unknown as Lock;
}
