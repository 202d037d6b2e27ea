import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { inState } from "../paths.ts";

/** Of all processes of one user id together, and all of Istio's sidecars have the same. */
const limitFile = "/proc/sys/fs/inotify/max_user_instances";
/** Each sidecar takes three; Linux' usual 128 end at the 43rd, whose Envoy then does not start. Two shops need 30. */
const needed = 512;

const before = (): string => inState("inotify-limit");

/** Makes room for the sidecars of several shops, and keeps the machine's own limit for the stop. */
export async function raiseInotifyLimit(): Promise<void> {
  const limit = (await readFile(limitFile, "utf8")).trim();
  if (Number(limit) >= needed) return;
  await writeFile(before(), limit);
  await writeFile(limitFile, String(needed));
}

/** Gives the machine its own limit back. */
export async function restoreInotifyLimit(): Promise<void> {
  if (existsSync(before())) await writeFile(limitFile, await readFile(before(), "utf8"));
}
