import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path/posix";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack, type Header, type Pack } from "tar-stream";
import type { Entry } from "./layer-entries.ts";

/** A layer's tar, made anew at each call: the same bytes as long as its files stay the same. */
export type Layer = () => Readable;

/** Owner and time of everything, so that an image's id follows from its content alone. */
export const fixed = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) } as const satisfies Partial<Header>;

type FileHeader = Pick<Header, "name" | "mode" | "size">;
type EmptyHeader = Pick<Header, "name" | "mode" | "type"> & Partial<Pick<Header, "linkname">>;
type Content = Iterable<unknown> | AsyncIterable<unknown>;

/** Folders above the entries that are no entries themselves, with the entries, every folder before what is in it. */
export function withParents(entries: readonly Entry[]): Entry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
      if (!all.has(parent)) all.set(parent, { path: parent, folder: 0o755 });
    }
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whoever waits for a stream is told of its error; a late one, that nobody waits for, would end the process. */
const ignoreError = (stream: Writable | Readable): unknown => stream.on("error", () => undefined);

/** Adds a file with content of exactly the header's size. */
export async function addFile(tar: Pack, header: FileHeader, content: Content): Promise<void> {
  await pipeline(content, entryOf(tar, header));
}

/** Adds a folder or link. */
export const addEmpty = (tar: Pack, header: EmptyHeader): void => void entryOf(tar, header);

function entryOf(tar: Pack, header: FileHeader | EmptyHeader): Writable {
  // The stream is not Node's, but streamx's, which behaves like it; only the types know of no kinship.
  const sink = tar.entry({ ...fixed, ...header }) as unknown as Writable;
  ignoreError(sink);
  return sink;
}

async function add(tar: Pack, entry: Entry): Promise<void> {
  if ("folder" in entry) {
    addEmpty(tar, { name: entry.path, type: "directory", mode: entry.folder });
  } else if ("to" in entry) {
    addEmpty(tar, { name: entry.path, type: "symlink", mode: 0o777, linkname: entry.to });
  } else {
    const { size } = await stat(entry.from);
    await addFile(tar, { name: entry.path, mode: entry.mode, size }, createReadStream(entry.from));
  }
}

/** Runs what fills a tar; where that fails, the tar's reader fails too. */
export function filled(fill: (tar: Pack) => Promise<void>): Readable {
  const tar = pack();
  ignoreError(tar as unknown as Readable);
  fill(tar).then(
    () => tar.finalize(),
    (error: Error) => tar.destroy(error),
  );
  return Readable.from(tar);
}

export const layerOf =
  (entries: readonly Entry[]): Layer =>
  () =>
    filled(async (tar) => {
      for (const entry of withParents(entries)) await add(tar, entry);
    });
