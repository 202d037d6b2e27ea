import { Writable } from "node:stream";
import type { Exec, V1Status } from "@kubernetes/client-node";
import type { Output, Pod } from "../ground";

/** Runs a program in a container, as `kubectl exec` does, and gives what it said. An abort of `signal` ends the wait. */
export async function runInContainer(
  exec: Exec,
  pod: Pod,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<Output> {
  signal.throwIfAborted();
  const stdout = collector();
  const stderr = collector();
  const { promise, resolve, reject } = withResolvers<V1Status>();
  const socket = await exec
    .exec(pod.namespace, pod.name, container, [...command], stdout.stream, stderr.stream, null, false, resolve)
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String((error as { message?: unknown }).message ?? error);
      throw new Error(`${pod.name}/${container}: ${command[0]} cannot be run: ${why}`);
    });
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  socket.addEventListener("close", () => reject(new Error(`${pod.name}/${container}: the connection broke off`)));
  socket.addEventListener("error", ({ message }: { message: string }) =>
    reject(new Error(`${pod.name}/${container}: ${message}`)),
  );
  try {
    const status = await promise;
    return { stdout: stdout.text(), stderr: stderr.text(), exitCode: exitCodeOf(status) };
  } finally {
    signal.removeEventListener("abort", stop);
    socket.close();
  }
}

function exitCodeOf(status: V1Status): number {
  if (status.status === "Success") return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
  if (code === undefined) throw new Error(status.message ?? "the program could not be run");
  return Number(code);
}

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}

/** Promise.withResolvers, which Node has from version 22 on. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
