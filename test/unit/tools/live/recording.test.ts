import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMAT, type Line } from "../../../../tools/live/seen/lines";
import { readRecording, Recorder } from "../../../../tools/live/seen/recording";

const folder = mkdtempSync(join(tmpdir(), "recording-"));
afterAll(() => rmSync(folder, { recursive: true }));

const visits: Line = { at: 1, kind: "visits", rate: 30, visits: [] };
const begun: Line = { at: 2, kind: "begun", format: FORMAT, namespace: "shop" };

test.each(["talk.jsonl", "talk.jsonl.gz"])(
  "%s: what is recorded can be read, from the observer's first line on",
  async (name) => {
    const path = join(folder, name);
    const recorder = new Recorder(path);
    await recorder.opened(path);
    // Visitors set out before the observer has found the cluster.
    for (const line of [visits, begun, visits]) recorder.write(line);
    await recorder.close();
    expect(await readRecording(path)).toEqual([begun, visits]);
    await expect(new Recorder(path).opened(path)).rejects.toThrow(`${path} is there already`);
  },
);

test.each([
  ["begins in the middle", [visits], "it does not begin as one"],
  ["is of another format", [{ ...begun, format: FORMAT + 1 }], `it is of format ${FORMAT + 1}`],
])("one that %s is refused in words", async (_, lines, words) => {
  const path = join(folder, "refused.jsonl");
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await expect(readRecording(path)).rejects.toThrow(words);
});

test("a file that is cut short is refused in words", async () => {
  const path = join(folder, "cut.jsonl.gz");
  writeFileSync(path, Buffer.from([0x1f, 0x8b, 8]));
  await expect(readRecording(path)).rejects.toThrow("is no recording: unexpected end of file");
});
