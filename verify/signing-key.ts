import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { JWK } from "jose";
import { Mistake } from "../command-line/mistake";

const execute = promisify(execFile);

/** The stack's output that holds it. */
const OUTPUT = "signingKey";

/** Longest that Pulumi may take to say it, in milliseconds. */
const PATIENCE = 60_000;

/**
 * The key that visitors' tokens are signed with: from a file, or else from the selected stack, which keeps it as a secret.
 * It is in neither the cluster nor the repository.
 *
 * @param env of Pulumi, where it is another than this process's
 */
export async function readSigningKey(
  file: string | undefined,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<JWK> {
  if (file === undefined) return keyIn(await askStack(signal, env), `output ${OUTPUT} of the stack`);
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new Mistake(`--signing-key ${file}: ${error.message}`);
  });
  return keyIn(text, `--signing-key ${file}`);
}

async function askStack(signal: AbortSignal, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ["--non-interactive", "--color=never", "stack", "output", OUTPUT, "--show-secrets"];
  try {
    const { stdout } = await execute("pulumi", args, { signal, timeout: PATIENCE, env });
    if (stdout.trim() !== "null") return stdout;
    // So Pulumi answers where it cannot decrypt what it keeps.
    throw new Error("its passphrase is another");
  } catch (error) {
    signal.throwIfAborted();
    throw new Mistake(whyNoKey(error as { code?: unknown; stderr?: string; message?: string }));
  }
}

/** Why a stack did not say its key, and what to type. */
export function whyNoKey({ code, stderr = "", message = "" }: { code?: unknown; stderr?: string; message?: string }) {
  if (code === "ENOENT") {
    return (
      "tokens are signed with a key that the stack keeps, and pulumi is not on the PATH\n" +
      "for the lab's, type: npm run lab -- shell; for a key in a file: --signing-key FILE"
    );
  }
  if (/no stack selected|no stack named/.test(stderr)) {
    return "tokens are signed with a key that the stack keeps, and no stack is selected\nto select one, type: pulumi stack select NAME";
  }
  if (stderr.includes(`output property '${OUTPUT}'`)) {
    return "tokens are signed with a key that the stack keeps, and this one has none yet\nto make it, type: pulumi up";
  }
  const said = stderr.split("\n").find((line) => /error/i.test(line)) ?? message;
  return `the stack does not say the key that tokens are signed with: ${said.trim()}\nfor a key in a file: --signing-key FILE`;
}

/** The key that a text is. A Mistake, which does not repeat the text, where it is none. */
export function keyIn(text: string, where: string): JWK {
  const refused = new Mistake(`${where} is no private key of P-256 as a JSON Web Key`);
  try {
    const key = JSON.parse(text) as JWK;
    if (key.kty === "EC" && key.crv === "P-256" && key.d !== undefined) return key;
  } catch {
    throw refused;
  }
  throw refused;
}
