import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { execa, type Options } from "execa";
import { labEnvironment } from "../../lab/environment.ts";
import { insideNetwork } from "../../lab/machine/network-namespace.ts";
import { projectDir } from "../../lab/paths.ts";
import { timed } from "./timed.ts";

const stack = "dev";
const [enter, ...inside] = insideNetwork;

/** The running lab, with its `dev` stack configured beside the checkout. */
export class Lab {
  private constructor(
    private readonly configFile: string,
    private readonly options: Options,
  ) {}

  static async find(folder: string, signal: AbortSignal): Promise<Lab> {
    const configFile = join(folder, "dev.yaml");
    await copyFile(join(projectDir, `Pulumi.${stack}.yaml`), configFile);
    // Told once and waited for, out of the terminal's reach: else Pulumi leaves its lock and its providers behind.
    const ending = { cancelSignal: signal, killSignal: "SIGINT", forceKillAfterDelay: false, detached: true } as const;
    return new Lab(configFile, { cwd: projectDir, env: await labEnvironment(), ...ending });
  }

  /** Runs a command to its end. @returns what it printed */
  async run(command: string, ...args: string[]): Promise<string> {
    const { stdout } = await execa(enter, [...inside, command, ...args], { ...this.options, stdin: "ignore" });
    return String(stdout);
  }

  /** Starts a command that is talked to. */
  start(command: string, ...args: string[]) {
    return execa(enter, [...inside, command, ...args], { cwd: this.options.cwd, env: this.options.env, reject: false });
  }

  /** @returns seconds that the command took */
  time(command: string, ...args: string[]): Promise<number> {
    return timed(enter, [...inside, command, ...args], this.options);
  }

  /** Sets a key of the project's config. @returns seconds */
  configure(key: string, value: string): Promise<number> {
    return this.time("pulumi", "config", "set", "--stack", stack, "--config-file", this.configFile, key, value);
  }

  /** Runs `pulumi` on the shop's stack. @returns seconds */
  pulumi(...command: string[]): Promise<number> {
    return this.time("pulumi", ...command, "--stack", stack, "--config-file", this.configFile, "--non-interactive");
  }

  up(): Promise<number> {
    return this.pulumi("up", "--yes", "--skip-preview");
  }

  kubectl(...args: string[]): Promise<string> {
    return this.run("kubectl", "--namespace", "sock-shop", ...args);
  }
}
