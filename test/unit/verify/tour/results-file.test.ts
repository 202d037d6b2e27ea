import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ResultsFile } from "../../../../verify/tour/results-file";

let file: string;
beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "results-")), "results");
});
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }));

interface Outcome {
  readonly from: string;
  readonly high: number;
}
const results = () => new ResultsFile<Outcome>(file, "from", "--switches");

test("a file that is not there has no outcomes", () => expect(results().read()).toEqual([]));

test("what was added is read again, in its order", async () => {
  const outcomes = [
    { from: "a", high: 1 },
    { from: "b", high: Infinity },
  ];
  for (const outcome of outcomes) await results().add(outcome);
  expect(results().read()).toEqual(outcomes);
});

test.each(['{"from":"b","hi', '{"pair":["a","b"]}', "null", "[]"])(
  "the line %j is refused, with its number",
  (line) => {
    fs.writeFileSync(file, `{"from":"a","high":1}\n${line}\n`);
    expect(() => results().read()).toThrow(
      expect.objectContaining({
        name: "Mistake",
        message: expect.stringMatching(/^line 2 of .* is no outcome of --switches\n.*sed -i 2d/) as string,
      }),
    );
  },
);
