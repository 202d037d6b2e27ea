import { satisfies } from "semver";
import { pulumiVersion } from "../../lab/toolchain/pins.ts";

/** Whether a Pulumi of this version can run the program: not older than its SDK, of the same major version. */
export function fits(version: string): boolean {
  return satisfies(version, `^${pulumiVersion}`);
}
