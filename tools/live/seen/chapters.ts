import type { Line } from "./lines.ts";

/** One stage of a recording, from when all proxies served it to the next change. */
export interface Chapter {
  readonly stage: string;
  /** Its lines are those from here on, as a place in the recording. */
  readonly begin: number;
  /** The first line that is no longer its own. */
  readonly end: number;
}

/** The stages of a recording in its order. One that was overtaken before `pulumi up` was done is none. */
export function chaptersOf(lines: readonly Line[]): Chapter[] {
  const chapters: Chapter[] = [];
  let stage = "";
  let begin = 0;
  for (const [index, line] of lines.entries()) {
    if (line.kind === "changed" && stage !== "") {
      chapters.push({ stage, begin, end: index });
      stage = "";
    }
    if (line.kind === "serving" && line.serving === line.of) begin = index;
    if (line.kind === "recorded") stage = line.stage;
  }
  if (stage !== "") chapters.push({ stage, begin, end: lines.length });
  return chapters;
}
