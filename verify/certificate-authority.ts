import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { Mistake } from "../command-line/mistake";

const execute = promisify(execFile);

/** The stack's output that holds it. */
const OUTPUT = "certificateAuthority";

/** Longest that Pulumi may take to say it, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Who vouches for the gateway's certificate, in PEM: from a file, or else from the selected stack. Undefined where the stack
 * has no such output, as it serves nobody over TLS.
 *
 * @param env of Pulumi, where it is another than this process's
 */
export async function readCertificateAuthority(
  file: string | undefined,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  if (file === undefined) {
    const told = await askStack(signal, env);
    return told && certificateIn(told, `output ${OUTPUT} of the stack`);
  }
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Mistake(`--ca ${file}: ${error.message}`);
  });
  return certificateIn(text, `--ca ${file}`);
}

async function askStack(signal: AbortSignal, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const args = ["--non-interactive", "--color=never", "stack", "output", OUTPUT];
    return (await execute("pulumi", args, { signal, timeout: PATIENCE, env })).stdout;
  } catch (error) {
    signal.throwIfAborted();
    const { code, stderr = "", message = "" } = error as { code?: unknown; stderr?: string; message?: string };
    if (stderr.includes(`output property '${OUTPUT}'`)) return undefined;
    const why = code === "ENOENT" ? "pulumi is not on the PATH" : (stderr.split("\n").find(Boolean) ?? message);
    throw new Mistake(
      `the stack does not say who vouches for the gateway's certificate: ${why.trim()}\nfor a certificate in a file: --ca FILE`,
    );
  }
}

export function certificateIn(text: string, where: string): string {
  if (/^-----BEGIN CERTIFICATE-----\n[^]+-----END CERTIFICATE-----\s*$/.test(text)) return text;
  throw new Mistake(`${where} is no certificate in PEM`);
}
