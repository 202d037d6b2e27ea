import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { runInForeground } from "../command-line/foreground.ts";
import { insideNetwork, networkNamespacePath } from "./machine/network-namespace.ts";
import { typedHere } from "./machine/outside.ts";
import { LabError } from "./lab-error.ts";
import { labChartsDir, startedWithoutIstio } from "./mesh/charts.ts";
import { inState, kubeconfigPath, projectDir } from "./paths.ts";
import { furnishPulumiHome } from "./pulumi-home.ts";
import { labStarted } from "./started.ts";
import { program, toolchainDirs } from "./toolchain/cache.ts";
import { goModules } from "./toolchain/programs.ts";

const pulumiHome = inState("pulumi-home");
const portsFile = inState("ports.json");
/** To the programs that this lab was started with: a checkout whose pins have moved on still reaches the running lab. */
const programs = goModules.map((module) => ({
  link: inState(`programs-${module}`),
  bin: join(toolchainDirs[module], "bin"),
}));

export const shopUrl = (port: number): string => `http://localhost:${port}`;

/** Loopback ports of the machine on which a lab's shop answers. */
export interface ShopPorts {
  port: number;
  /** The same for TLS. */
  tlsPort: number;
}

/** Those of the running lab. */
export async function shopPorts(): Promise<ShopPorts> {
  const text = await readFile(portsFile, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new LabError(
      "the lab was started by another version of the project",
      "npm run lab -- stop && npm run lab -- start",
    );
  });
  return JSON.parse(text) as ShopPorts;
}

/**
 * Gives Pulumi a home, a file backend and a stack in the lab's folder: they describe a cluster that ends with the
 * lab, so they end with it too.
 */
export async function prepareEnvironment(ports: ShopPorts): Promise<void> {
  await writeFile(portsFile, JSON.stringify(ports));
  for (const { link, bin } of programs) await symlink(bin, link);
  await mkdir(inState("pulumi"), { recursive: true, mode: 0o700 });
  await furnishPulumiHome(pulumiHome);
}

/** What a shell of the lab has beyond the user's own environment. */
export async function labEnvironment(): Promise<Record<string, string>> {
  return {
    PATH: [...programs.map(({ link }) => link), process.env.PATH ?? ""].join(delimiter),
    KUBECONFIG: kubeconfigPath,
    SHOP_URL: shopUrl((await shopPorts()).port),
    ...(startedWithoutIstio() && { ISTIO_CHARTS: labChartsDir }),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${inState("pulumi")}`,
    // The lab's stack holds no secret worth a passphrase; without this variable Pulumi would ask for one.
    PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    PULUMI_STACK: process.env.PULUMI_STACK ?? "dev",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // What was changed by hand goes back to what the program says; by default the API server refuses, as for a conflict.
    PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
  };
}

/** Runs a command as `lab shell` would, in the user's folder, on the user's terminal. @returns its exit code */
export async function runInLab(command: string[]): Promise<number> {
  if (!existsSync(networkNamespacePath)) throw new LabError("no lab is running", "npm run lab -- start");
  if (!labStarted()) throw new LabError("the lab is being started, or was not to its end", "npm run lab -- status");
  const [enter, ...inside] = insideNetwork;
  // npm runs scripts in the checkout; the user may stand elsewhere.
  const cwd = process.env.INIT_CWD ?? projectDir;
  const env = { ...(await labEnvironment()), ...typedHere() };
  return runInForeground([enter, ...inside, ...command], { env, cwd });
}

/** What a command prints there. */
export async function askInLab(command: string[]): Promise<string> {
  const [enter, ...inside] = insideNetwork;
  const { stdout } = await execa(enter, [...inside, ...command], { cwd: projectDir, env: await labEnvironment() });
  return stdout;
}

/** Makes the stack that the shell's `pulumi up` works on, unless it is there. */
export async function createStack(signal: AbortSignal): Promise<void> {
  const env = await labEnvironment();
  await execa(program("pulumi"), ["stack", "init", "--non-interactive", "--no-select", "dev"], {
    cwd: projectDir,
    env,
    cancelSignal: signal,
  });
}
