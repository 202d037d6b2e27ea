import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { createGunzip, createGzip, type Gzip } from "node:zlib";
import { once } from "node:events";
import { Mistake } from "../../../command-line/mistake.ts";
import { type Line, readLine } from "./lines.ts";

/** Writes lines to a file; one whose name ends in `.gz` is compressed. */
export class Recorder {
  private readonly sink: Gzip | WriteStream;
  private readonly file: WriteStream;
  private begun = false;

  constructor(path: string) {
    this.file = createWriteStream(path, { flags: "wx" });
    const gzip = path.endsWith(".gz") ? createGzip() : undefined;
    gzip?.pipe(this.file);
    this.sink = gzip ?? this.file;
  }

  /** @throws Mistake where the file is there already, or cannot be made */
  async opened(path: string): Promise<void> {
    try {
      await once(this.file, "open");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const what = code === "EEXIST" ? `${path} is there already` : `${path} cannot be written: ${message}`;
      throw new Mistake(what, "give --record another name");
    }
  }

  /** Keeps what comes from the observer's first line on: visitors set out before. */
  write(line: Line): void {
    this.begun ||= line.kind === "begun";
    if (!this.begun) return;
    this.sink.write(`${JSON.stringify(line)}\n`);
  }

  async close(): Promise<void> {
    this.sink.end();
    await once(this.file, "close");
  }
}

/** @throws Mistake where a line is none */
export async function readRecording(path: string): Promise<Line[]> {
  const file = createReadStream(path);
  const lines: Line[] = [];
  try {
    await once(file, "open");
    const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
    const failed = once(input, "error").then(([error]: unknown[]) => Promise.reject(error as Error));
    const read = (async () => {
      for await (const text of createInterface({ input })) if (text !== "") lines.push(readLine(text));
    })();
    await Promise.race([read, failed]);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const where = code === undefined ? `, line ${lines.length + 1}` : "";
    throw new Mistake(`${path}${where} is no recording: ${message}`, "npm run live -- --record FILE makes one");
  }
  if (lines[0]?.kind !== "begun") {
    throw new Mistake(`${path} is no recording: it does not begin as one`, "npm run live -- --record FILE makes one");
  }
  return lines;
}

/**
 * Says the lines again as they came, their times moved to now.
 * @param speed how many times as fast
 */
export async function replay(
  lines: readonly Line[],
  say: (line: Line) => void,
  signal: AbortSignal,
  speed = 1,
): Promise<void> {
  const [first] = lines;
  const start = Date.now();
  for (const line of lines) {
    const at = start + (line.at - (first?.at ?? 0)) / speed;
    const wait = at - Date.now();
    if (wait > 0) await delay(wait, undefined, { signal });
    signal.throwIfAborted();
    say({ ...line, at });
  }
}
