import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { extract, type Header } from "tar-stream";
import { writeArchive } from "../../../../lab/images/archive.ts";
import { type Image, layerNames } from "../../../../lab/images/images.ts";
import { layerOf, withParents, type Layer } from "../../../../lab/images/layer.ts";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "images-"))));
afterEach(() => rm(folder, { recursive: true }));

interface Read {
  header: Header;
  content: Buffer;
}

async function readTar(tar: NodeJS.ReadableStream): Promise<Map<string, Read>> {
  const found = new Map<string, Read>();
  const reading = extract();
  tar.pipe(reading);
  for await (const entry of reading) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.set(entry.header.name, { header: entry.header, content: Buffer.concat(chunks) });
  }
  return found;
}

const config = (name: string) => ({ Entrypoint: [`/${name}`] });
const image = (reference: string, layers: Image["layers"]): Image => ({
  reference,
  archive: "shop",
  layers,
  config: config(reference),
});

async function layersOf(content: string): Promise<Record<Image["layers"][number], Layer>> {
  const program = join(folder, "program");
  await writeFile(program, content);
  const one = layerOf([
    { path: "usr/bin/program", from: program, mode: 0o755 },
    { path: "app", to: "usr/bin/program" },
    { path: "tmp", folder: 0o1777 },
  ]);
  const two = layerOf([{ path: "other", from: program, mode: 0o644 }]);
  const names = layerNames.map((name) => [name, name === "pause" ? one : two] as const);
  return Object.fromEntries(names) as Awaited<ReturnType<typeof layersOf>>;
}

const images = [image("a:1", ["pause"]), image("b:1", ["pause", "standIn"])];
const file = () => join(folder, "images.tar");
const write = async (content: string, signal?: AbortSignal) =>
  writeArchive({ file: file(), images, layers: await layersOf(content), signal });

const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

test("an archive holds each layer once, and configurations that name them by their hashes", async () => {
  await write("content");
  const archive = await readTar(createReadStream(file()));
  const manifest = JSON.parse(String(archive.get("manifest.json")?.content)) as {
    Config: string;
    RepoTags: string[];
    Layers: string[];
  }[];
  expect(manifest.map(({ RepoTags }) => RepoTags)).toEqual([["a:1"], ["b:1"]]);
  expect(manifest[1]?.Layers[0]).toBe(manifest[0]?.Layers[0]);
  expect(archive.size).toBe(2 + 2 + 1);
  for (const { Config, Layers, RepoTags } of manifest) {
    const text = archive.get(Config)?.content ?? Buffer.of();
    expect(Config).toBe(`${sha256(text)}.json`);
    const described = JSON.parse(String(text)) as { config: unknown; rootfs: { diff_ids: string[] } };
    expect(described.config).toEqual(config(RepoTags[0] ?? ""));
    const hashes = Layers.map((name) => `sha256:${sha256(archive.get(name)?.content ?? Buffer.of())}`);
    expect(described.rootfs.diff_ids).toEqual(hashes);
  }
});

test("the same content makes the same archive, whatever the time; other content makes another", async () => {
  await write("content");
  const first = sha256(await readFile(file()));
  const layers = await layersOf("content");
  await utimes(join(folder, "program"), 1, 1);
  await writeArchive({ file: file(), images, layers, signal: undefined });
  expect(sha256(await readFile(file()))).toBe(first);
  await write("CONTENT");
  expect(sha256(await readFile(file()))).not.toBe(first);
});

test("a layer's entries belong to root and can be read by all", async () => {
  const { pause } = await layersOf("content");
  const layer = await readTar(pause());
  const seen = [...layer.values()].map(({ header }) => [
    header.name,
    header.type,
    header.mode,
    header.uid,
    header.linkname,
  ]);
  expect(seen).toEqual([
    ["app", "symlink", 0o777, 0, "usr/bin/program"],
    ["tmp", "directory", 0o1777, 0, null],
    ["usr", "directory", 0o755, 0, null],
    ["usr/bin", "directory", 0o755, 0, null],
    ["usr/bin/program", "file", 0o755, 0, null],
  ]);
  expect(String(layer.get("usr/bin/program")?.content)).toBe("content");
});

test("folders come before what is in them, and once", () => {
  const paths = withParents([
    { path: "a/b/c", to: "x" },
    { path: "a/b", folder: 0o700 },
    { path: "a/d", to: "x" },
  ]);
  expect(paths).toEqual([
    { path: "a", folder: 0o755 },
    { path: "a/b", folder: 0o700 },
    { path: "a/b/c", to: "x" },
    { path: "a/d", to: "x" },
  ]);
});

test("a program that is missing leaves no archive", async () => {
  const layers = await layersOf("content");
  await rm(join(folder, "program"));
  await expect(writeArchive({ file: file(), images, layers, signal: undefined })).rejects.toThrow("ENOENT");
  expect(await readdir(folder)).toEqual([]);
});

test("an end asked for before the first byte leaves no archive", async () => {
  await expect(write("content", AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
  expect(await readdir(folder)).toEqual(["program"]);
});

// Each of the two layers is read twice: to be measured, and to be written.
test.each([1, 2, 3, 4])("an end asked for in the middle of reading %i of 4 leaves no archive", async (reading) => {
  const stop = new AbortController();
  const whole = await layersOf("content".repeat(1e5));
  let readings = 0;
  const stopping = (layer: Layer): Layer => {
    return () => {
      readings += 1;
      return readings === reading ? Readable.from(stoppedAfterOne(layer(), stop)) : layer();
    };
  };
  const layers = { ...whole, pause: stopping(whole.pause), standIn: stopping(whole.standIn) };
  await expect(writeArchive({ file: file(), images, layers, signal: stop.signal })).rejects.toThrow("stopped");
  expect([readings, await readdir(folder)]).toEqual([reading, ["program"]]);
});

async function* stoppedAfterOne(chunks: AsyncIterable<unknown>, stop: AbortController): AsyncGenerator {
  for await (const chunk of chunks) {
    yield chunk;
    stop.abort(new Error("stopped"));
  }
}
