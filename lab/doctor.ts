import { access, constants, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { execa } from "execa";
import { satisfies } from "semver";
import { imagesBuilt } from "./image-cache.ts";
import { disksOf, type Need } from "./free-space.ts";
import { cacheDir, stateDir } from "./paths.ts";
import { installCommand, missingPackages } from "./toolchain/debian-packages.ts";
import { toolchainBuilt } from "./toolchain/cache.ts";

/** One thing the lab needs of the machine, and whether it is there. */
export interface Requirement {
  what: string;
  ok: boolean;
  /** What was found. */
  found: string;
  /** The command or act that brings it; only where it is missing. */
  mend?: string;
  /** `lab start` brings it by itself. */
  automatic?: boolean;
}

/** What is missing and does not come by itself. */
export const lacks = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.filter(({ ok, automatic }) => !ok && !automatic);

const gibibyte = 1024 ** 3;
/** A cold build was seen to take 6.0 GiB, 2.9 GiB and 1.8 GiB; what a lab writes while it runs is images unpacked, logs, the store. */
const space = { buildCache: 7.5, moduleCache: 4, cache: 2.5, images: 1, run: 3 };

const requirement = (what: string, ok: boolean, found: string, mend?: string): Requirement =>
  ok || !mend ? { what, ok, found } : { what, ok, found, mend };

async function output(command: string, ...args: string[]): Promise<string | undefined> {
  const result = await execa(command, args, { reject: false });
  return result.failed ? undefined : result.stdout.trim();
}

async function writable(dir: string): Promise<boolean> {
  // Not Node's recursive mkdir: below /proc it tries for ever.
  if ((await output("mkdir", "--parents", dir)) === undefined) return false;
  return access(dir, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** @param toBuild what is not there yet: a build that runs out of disk has wasted a quarter of an hour */
async function freeSpace(toBuild: { programs: boolean; images: boolean }): Promise<Requirement[]> {
  const need = (what: string, folder: string, gib: number): Need => ({ what, folder, bytes: gib * gibibyte });
  const goCaches = async (): Promise<Need[]> => [
    need("Go's build cache", (await output("go", "env", "GOCACHE")) || homedir(), space.buildCache),
    need("Go's module cache", (await output("go", "env", "GOMODCACHE")) || homedir(), space.moduleCache),
    need("programs and images", cacheDir, space.cache),
  ];
  const disks = await disksOf([
    need("the running lab", stateDir, space.run),
    ...(toBuild.programs ? await goCaches() : toBuild.images ? [need("images", cacheDir, space.images)] : []),
  ]);
  const gib = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`;
  return disks.map(({ folder, what, needed, free }) =>
    requirement(
      `disk for ${what.join(", ")}`,
      free >= needed,
      `${gib(free)} free, ${gib(needed)} needed`,
      `make room on the disk of ${folder}${what.includes("the running lab") ? "" : ", or set XDG_CACHE_HOME, GOCACHE, GOMODCACHE to another"}`,
    ),
  );
}

async function toBuild(): Promise<Requirement[]> {
  const goVersion = (await output("go", "env", "GOVERSION"))?.replace(/^go/, "");
  const goOk = goVersion !== undefined && satisfies(goVersion, ">=1.26.0", { includePrerelease: true });
  const pip = await output("python3", "-m", "pip", "--version");
  return [
    requirement("Go 1.26 or newer", goOk, goVersion ?? "no go on the PATH", "install Go from https://go.dev/dl/"),
    requirement("pip", pip !== undefined, pip ?? "no pip", "apt-get install --yes python3-pip"),
  ];
}

async function kernel(): Promise<Requirement[]> {
  const filesystems = await readFile("/proc/filesystems", "utf8");
  const overlay = /\toverlay$/m.test(filesystems) || (await output("modprobe", "overlay")) !== undefined;
  const bridge = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  const present = async () =>
    access(bridge).then(
      () => true,
      () => false,
    );
  const filter = (await present()) || ((await output("modprobe", "br_netfilter")) !== undefined && (await present()));
  return [
    requirement("kernel: overlay file system", overlay, overlay ? "there" : "missing", "modprobe overlay"),
    requirement("kernel: bridge packet filter", filter, filter ? "there" : "missing", "modprobe br_netfilter"),
  ];
}

/** Looks at all that a start needs, and changes nothing but loading kernel modules. */
export async function examine(): Promise<Requirement[]> {
  const linux = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  const platform = requirement(
    "Linux on x86-64 or arm64",
    linux,
    `${process.platform} ${process.arch}${linux && process.arch === "arm64" ? ", where the lab was never tried" : ""}`,
    "use your own cluster: npm run demo -- STAGE --context NAME",
  );
  const root = process.getuid?.() === 0;
  const first = [
    platform,
    requirement("root", root, root ? "root" : "not root", "run the same command with sudo"),
    requirement(
      "Node 20.19 or newer",
      satisfies(process.version, ">=20.19.0"),
      process.version,
      "install a newer Node",
    ),
  ];
  if (!linux || !root) return first;

  const cache = await writable(cacheDir);
  const apt = await output("apt-get", "--version");
  const missing = apt ? await missingPackages() : [];
  return [
    ...first,
    requirement("Debian's package manager", apt !== undefined, apt ? "there" : "no apt-get", "use Debian 12"),
    ...(missing.length > 0
      ? [{ ...requirement("Debian packages", false, missing.join(" "), installCommand(missing)), automatic: true }]
      : [requirement("Debian packages", true, "installed")]),
    ...(await kernel()),
    requirement("cache folder writable", cache, cacheDir, "set XDG_CACHE_HOME to a folder you can write to"),
    ...(cache ? await freeSpace({ programs: !toolchainBuilt(), images: !(await imagesBuilt()) }) : []),
    ...(cache && !toolchainBuilt() ? await toBuild() : []),
    requirement(
      "programs built",
      true,
      toolchainBuilt() ? "yes" : "no: `npm run lab -- build` or the first start does",
    ),
    requirement(
      "images built",
      true,
      (await imagesBuilt()) ? "yes" : "no: `npm run lab -- build` or the first start does",
    ),
  ];
}
