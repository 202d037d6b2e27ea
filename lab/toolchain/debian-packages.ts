import { execa } from "execa";
import { LabError } from "../lab-error.ts";

/** Debian's part of the lab: what the Go modules do not have, or not without a C library. */
const ofLab = [
  "containerd",
  "runc",
  "containernetworking-plugins",
  "iptables",
  "iproute2",
  "haproxy",
  "maven",
  "mmdebstrap",
];

/** Those of the packages, by default of the lab's, that are not installed. */
export async function missingPackages(packages: readonly string[] = ofLab): Promise<string[]> {
  const { stdout } = await execa(
    "dpkg-query",
    ["--show", "--showformat=${Package} ${db:Status-Status}\n", ...packages],
    {
      reject: false,
      stderr: "ignore",
    },
  );
  const installed = new Set(stdout.split("\n").flatMap((line) => line.match(/^(\S+) installed$/)?.[1] ?? []));
  return packages.filter((name) => !installed.has(name));
}

export const installCommand = (names: readonly string[]): string =>
  `apt-get install --yes --no-install-recommends ${names.join(" ")}`;

/** Installs what is missing. The run level keeps Debian from starting a containerd or HAProxy of its own. */
export async function installPackages(
  report: (line: string) => void,
  signal: AbortSignal,
  packages: readonly string[] = ofLab,
): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const aptGet = async (...args: string[]) => {
    report(`apt-get ${args[0]} ${missing.join(" ")}`);
    const result = await execa("apt-get", args, { env, cancelSignal: signal, reject: false });
    if (result.failed && !result.isCanceled) {
      throw new LabError(`Debian packages could not be installed:\n${result.stderr}`, installCommand(missing));
    }
    signal.throwIfAborted();
  };
  await aptGet("update", "--quiet");
  await aptGet("install", "--yes", "--quiet", "--no-install-recommends", ...missing);
}
