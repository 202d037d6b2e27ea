import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { stages } from "../../../stages";
import { type DeclaredObject, runProgram } from "../src/engine";

/**
 * test/golden/baseline.yaml holds every object of the baseline; the file of another stage holds those that are new or
 * differ. YAML 1.1, as kubectl reads it. `GOLDEN=write` writes them, for a reviewer to read as a diff; otherwise a difference fails.
 */
const folder = "test/golden";
const writing = process.env["GOLDEN"] === "write";

let baseline: ReadonlyMap<string, DeclaredObject>;
beforeAll(async () => {
  baseline = (await runProgram({ stage: "baseline" })).objects;
});

test.each(Object.keys(stages))("%s renders as reviewed", async (stage) => {
  const { objects } = await runProgram({ stage });
  const missing = [...baseline.keys()].filter((object) => !objects.has(object));
  expect(missing).toEqual([]);
  const own = [...objects]
    .filter(([name, object]) => stage === "baseline" || !isDeepStrictEqual(object, baseline.get(name)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const rendered = own
    .map(([, object]) => stringify(object, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");
  const file = `${folder}/${stage}.yaml`;
  if (writing) {
    writeFileSync(file, rendered);
  }
  expect(existsSync(file) ? readFileSync(file, "utf8") : `no ${file}: run GOLDEN=write npm run golden`).toBe(rendered);
});

test("there is a file for each stage and no other", () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(stages)
      .map((stage) => `${stage}.yaml`)
      .sort(),
  );
});
