import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { inState } from "./paths.ts";

const readyMarker = inState("ready");

/** Whether a lab was started to its end and not stopped since. */
export const labStarted = (): boolean => existsSync(readyMarker);

export const markStarted = (): Promise<void> => writeFile(readyMarker, "");
