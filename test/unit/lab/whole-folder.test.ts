import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wholeFolder } from "../../../lab/whole-folder.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "whole-folder-"));
});
afterEach(() => rm(parent, { recursive: true }));

const fill = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);

test("it is not there before all is in it", async () => {
  const during: string[][] = [];
  await wholeFolder(join(parent, "cache"), async (partial) => {
    await fill("first")(partial);
    during.push(await readdir(parent));
  });
  expect(during).toEqual([[`cache.partial-${process.pid}`]]);
  expect(await readdir(parent)).toEqual(["cache"]);
});

test("one that is there stays as it is", async () => {
  await wholeFolder(join(parent, "cache"), fill("first"));
  await wholeFolder(join(parent, "cache"), fill("second"));
  expect(await readFile(join(parent, "cache/file"), "utf8")).toBe("first");
});

test("where it fails nothing is left, and the next one begins anew", async () => {
  const failing = async (partial: string) => {
    await fill("half")(partial);
    throw new Error("no room");
  };
  await expect(wholeFolder(join(parent, "cache"), failing)).rejects.toThrow("no room");
  expect(await readdir(parent)).toEqual([]);
  await wholeFolder(join(parent, "cache"), fill("whole"));
  expect(await readFile(join(parent, "cache/file"), "utf8")).toBe("whole");
});
