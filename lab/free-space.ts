import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** A folder, there or not yet, and what will be written into it. */
export interface Need {
  what: string;
  folder: string;
  /** Bytes. */
  bytes: number;
}

/** Needs of folders that share a disk. */
export interface Disk {
  /** A folder on it, for messages. */
  folder: string;
  what: string[];
  needed: number;
  free: number;
}

/** The folder itself or the nearest above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

/** Adds up what is needed on each disk. @returns a disk once, in the order of the first need of it */
export async function disksOf(needs: Need[]): Promise<Disk[]> {
  const disks = new Map<number, Disk>();
  for (const { what, folder, bytes } of needs) {
    const there = nearest(folder);
    const { dev } = await stat(there);
    const { bavail, bsize } = await statfs(there);
    const disk = disks.get(dev) ?? { folder, what: [], needed: 0, free: bavail * bsize };
    disks.set(dev, { ...disk, what: [...disk.what, what], needed: disk.needed + bytes });
  }
  return [...disks.values()];
}
