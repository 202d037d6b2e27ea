import { mkdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { inState } from "../paths.ts";

/**
 * containerd and the kubelet share a mount namespace of their own: no mount of a pod ever shows on the machine, and
 * all of them end with the last process. Folders whose place is fixed in those programs are laid over with the lab's.
 */
const fixedFolders = ["/var/lib/kubelet", "/var/lib/cni", "/var/log/pods", "/var/log/containers"] as const;

const ownFolder = (folder: string): string => inState("fixed-folders", folder.slice(1).replaceAll("/", "-"));

/** Makes the folders and what is laid over them. */
export async function createMountPoints(): Promise<void> {
  for (const folder of fixedFolders) {
    await mkdir(folder, { recursive: true });
    await mkdir(ownFolder(folder), { recursive: true, mode: 0o700 });
  }
}

/** Removes the folders the lab had to make: those that are empty, as its own never wrote to the machine's. */
export async function removeMountPoints(): Promise<void> {
  for (const folder of fixedFolders) {
    await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
      // Not there, not empty, or a mount of the machine's: none of them the lab's.
      if (!["ENOENT", "ENOTEMPTY", "EBUSY"].includes(error.code ?? "")) throw error;
    });
  }
  await rm(inState("fixed-folders"), { recursive: true, force: true });
}

const layOver = fixedFolders.map((folder) => `mount --bind ${ownFolder(folder)} ${folder}`).join(" && ");

/** The words that start a command in a new mount namespace with the lab's folders in place. */
export const privateMounts = [
  "unshare",
  "--mount",
  "--propagation=private",
  "--",
  "sh",
  "-c",
  `mount --make-rshared / && ${layOver} && exec "$@"`,
  "lab",
] as const;

/** The words that put a command into the mount namespace of a running process. */
export const mountsOf = (pid: number): string[] => ["nsenter", `--mount=${join("/proc", String(pid), "ns/mnt")}`, "--"];
