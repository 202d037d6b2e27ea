import { performance } from "node:perf_hooks";
import { Mistake } from "../../command-line/mistake";
import { runChild } from "../../command-line/run-child";
import { refusalIn } from "./refusal";

/** Longest that one `pulumi up` may take: Pulumi's own limit for a Deployment, and a little. */
const LIMIT = 11 * 60_000;

/** What came of a `pulumi up`: how long it took, or why the program refused, with nothing changed. */
export type Deployed = { readonly seconds: number } | { readonly refused: string };

/** A command of Pulumi's that failed. */
class PulumiFailure extends Mistake {
  constructor(
    message: string,
    /** All that it printed. */
    readonly output: string,
  ) {
    super(message);
  }
}

/** Puts stages on the cluster as the talk does: one config value, one `pulumi up`. */
export class Deployer {
  /** @param configFile the stack's configuration; default Pulumi's own, `Pulumi.STACK.yaml` */
  constructor(
    private readonly configFile: string | undefined,
    private readonly signal: AbortSignal,
  ) {}

  /** The namespace that the stack's configuration, or the program's default, puts the shop into. */
  async namespace(): Promise<string> {
    return (await this.pulumi("config", "get", "namespace")).trim();
  }

  /** @returns how long `pulumi up` took, in seconds */
  async deploy(stage: string): Promise<number> {
    await this.pulumi("config", "set", "stage", stage);
    const start = performance.now();
    await this.pulumi("up", "--yes", "--skip-preview");
    return (performance.now() - start) / 1000;
  }

  /** Two stages together, if the program takes them. If not, the configuration is as it was, like the cluster. */
  async deployPair(stages: readonly [string, string]): Promise<Deployed> {
    const before = (await this.pulumi("config", "get", "stage")).trim();
    try {
      return { seconds: await this.deploy(stages.join(",")) };
    } catch (error) {
      const refused = error instanceof PulumiFailure ? refusalIn(error.output, stages) : undefined;
      if (refused === undefined) throw error;
      await this.pulumi("config", "set", "stage", before);
      return { refused };
    }
  }

  private async pulumi(...args: string[]): Promise<string> {
    const file = this.configFile === undefined ? [] : ["--config-file", this.configFile];
    const command = ["pulumi", "--non-interactive", "--color=never", ...file, ...args];
    const child = { command, cwd: process.cwd(), env: process.env, lines: "stderr" } as const;
    const errors: string[] = [];
    const patience = AbortSignal.any([this.signal, AbortSignal.timeout(LIMIT)]);
    // A Pulumi that is not waited for, or told twice, leaves its lock and its providers behind.
    const ended = runChild(child, (line) => errors.push(line), patience).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new Mistake("pulumi is not on the PATH\nfor the lab's, type: npm run lab -- shell");
    });
    const { code, rest: stdout } = await ended;
    this.signal.throwIfAborted();
    if (code === 0) return stdout;
    const output = `${stdout}${errors.join("\n")}`;
    const said = output.split("\n").filter((line) => /error/i.test(line));
    throw new PulumiFailure(
      `pulumi ${args.join(" ")} failed:\n${said.slice(0, 5).join("\n") || `exit code ${code}`}`,
      output,
    );
  }
}

/** Refuses to go on where `pulumi up` would deploy into another namespace than the one that is looked at. */
export function expectStackIn(namespace: string, stacks: string): void {
  if (namespace === stacks) return;
  throw new Mistake(
    `the stack deploys into namespace ${stacks}, and you asked for ${namespace}\n` +
      `to look there, type: --namespace ${stacks}; to deploy here: pulumi config set namespace ${namespace}`,
  );
}
