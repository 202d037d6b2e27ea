import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Mistake } from "../../command-line/mistake.ts";
import { saidOf } from "../engine-events/up-events.ts";

/** Longest that Pulumi may take, in milliseconds. */
const patience = 60_000;

const program = "sock-shop";

/** What the selected stack's config says, and where that is silent the program's defaults. Secrets are left out. */
export class StackConfig {
  private constructor(private readonly values: Readonly<Record<string, { readonly value?: string }>>) {}

  /** @param env of Pulumi. A Mistake where it does not say it */
  static async read(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<StackConfig> {
    const args = ["--non-interactive", "--color=never", "config", "--json"];
    try {
      const { stdout } = await promisify(execFile)("pulumi", args, { signal, timeout: patience, env });
      return StackConfig.of(stdout);
    } catch (error) {
      signal.throwIfAborted();
      const { code, stderr = "", message } = error as { code?: unknown; stderr?: string; message: string };
      if (code === "ENOENT") throw new Mistake("pulumi is not on the PATH");
      throw new Mistake(`the selected stack does not say its config: ${saidOf(stderr || message)}`);
    }
  }

  /** @param json what `pulumi config --json` prints */
  static of(json: string): StackConfig {
    return new StackConfig(JSON.parse(json) as StackConfig["values"]);
  }

  /** Of a key of the program's, or by its full name of another's; undefined where it has no value that may be read. */
  get(key: string): string | undefined {
    return this.values[key.includes(":") ? key : `${program}:${key}`]?.value;
  }

  /** A Mistake where there is none. */
  must(key: string): string {
    const value = this.get(key);
    if (value === undefined) throw new Mistake(`the selected stack does not say its ${key}`);
    return value;
  }
}
