import { readdir } from "node:fs/promises";
import { LabError } from "./lab-error.ts";
import { inState } from "./paths.ts";

/**
 * The files in a folder below the state; none where no lab has made it.
 * @param what is looked for, in words for who may not see it
 */
export async function stateFiles(folder: string, what: string): Promise<string[]> {
  return readdir(inState(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "EACCES") throw new LabError(`only root may see ${what}`, "the same command with sudo");
    throw error;
  });
}
