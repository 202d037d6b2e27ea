import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imagesKey } from "../../../../lab/images/images-key.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "images-key-"));
  for (const module of ["stand-ins", "rate-limiter"]) await mkdir(join(folder, module));
});
afterEach(() => rm(folder, { recursive: true }));

const key = (istioTag = "1") => imagesKey({ istioTag }, folder);
const write = (file: string, content: string) => writeFile(join(folder, file), content);

test.each(["images.ts", "stand-ins/main.go", "stand-ins/go.mod", "stand-ins/go.sum", "rate-limiter/go.mod"])(
  "a change in %s makes other images",
  async (file) => {
    const without = await key();
    await write(file, "1");
    const one = await key();
    await write(file, "2");
    const two = await key();
    expect(new Set([without, one, two]).size).toBe(3);
    await write(file, "1");
    expect(await key()).toBe(one);
  },
);

test("a change in a Go test does not; another tag of Istio's does", async () => {
  const before = await key();
  await write("stand-ins/main_test.go", "1");
  expect(await key()).toBe(before);
  expect(await key("2")).not.toBe(before);
});
