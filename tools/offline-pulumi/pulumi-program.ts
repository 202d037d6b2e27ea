import { existsSync } from "node:fs";
import { execa } from "execa";
import { furnishPulumiHome } from "../../lab/pulumi-home.ts";
import { program } from "../../lab/toolchain/cache.ts";
import { pulumiVersion } from "../../lab/toolchain/pins.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { fits } from "./pulumi-version.ts";

/** A Pulumi that can run the program. */
export interface PulumiProgram {
  readonly file: string;
  /** Where its plugins are; undefined for its own choice. */
  readonly home: string | undefined;
}

/** The Pulumi that the lab has built. @param home folder to put its plugins into */
export async function labsPulumi(home: string): Promise<PulumiProgram> {
  await furnishPulumiHome(home);
  return { file: program("pulumi"), home };
}

/**
 * The Pulumi on the PATH, else the one that the lab has built.
 * @param home folder to put the plugins of the lab's into
 */
export async function findPulumi(home: string): Promise<PulumiProgram> {
  const version = await versionOnPath();
  if (version !== undefined && fits(version)) return { file: "pulumi", home: process.env["PULUMI_HOME"] };
  if (existsSync(program("pulumi"))) return labsPulumi(home);
  const found = version === undefined ? "no pulumi is on the PATH" : `the pulumi on the PATH is ${version}`;
  throw new Mistake(
    `${found}, and the lab's is not built; needed is ${pulumiVersion} or a newer ${pulumiVersion.split(".")[0]}.x\n` +
      "to build the lab's, type: npm run lab -- build",
  );
}

async function versionOnPath(): Promise<string | undefined> {
  const { stdout, failed } = await execa("pulumi", ["version"], {
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    reject: false,
  });
  return failed ? undefined : stdout.trim();
}
