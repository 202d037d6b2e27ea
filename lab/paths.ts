import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** One name for everything the lab makes on the machine: namespace, cgroup, folders. One lab per machine. */
export const labName = "sock-shop-lab";

/** The checkout: where Pulumi.yaml stands. */
export const projectDir = resolve(import.meta.dirname, "..");

/** Everything a running lab writes. Owned by root, 0700, gone after `lab stop`. */
export const stateDir = join("/var/lib", labName);

/** Built programs and images: outside the checkout, so that every checkout shares them. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), labName);

/** A path below the state folder. */
export const inState = (...parts: string[]): string => join(stateDir, ...parts);

export const kubeconfigPath = inState("kubeconfigs", "admin");
