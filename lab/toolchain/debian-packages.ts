import { execa } from "execa";
import { LabError } from "../lab-error.ts";

/** Debian's part of the lab: what the Go modules do not have, or not without a C library. */
const packages = ["containerd", "runc", "containernetworking-plugins", "iptables", "iproute2", "haproxy", "mmdebstrap"];

/** Packages that are not installed. */
export async function missingPackages(): Promise<string[]> {
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

export const installCommand = (names: string[]): string =>
  `apt-get install --yes --no-install-recommends ${names.join(" ")}`;

/** Installs what is missing. The run level keeps Debian from starting a containerd or HAProxy of its own. */
export async function installPackages(report: (line: string) => void, signal: AbortSignal): Promise<void> {
  const missing = await missingPackages();
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
