import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const checkout = resolve(__dirname, "../..");

/** Text that stands in no file, and where it would. */
type Planted = readonly [file: string, from: string];

const refused: readonly Planted[] = [
  ["src/mesh/planted.ts", "../../stages"],
  ["src/planted.ts", "../lab/paths"],
  ["src/planted.ts", "../verify/claim"],
  ["src/planted.ts", "../tools/help/verbs"],
  ["stages/planted.ts", "../verify/claim"],
  ["verify/claims/planted.ts", "../../src/stage/stage"],
  ["verify/planted.ts", "../stages"],
  ["lab/node/planted.ts", "../../stages"],
  ["policy/planted.ts", "../stages"],
];

const allowed: readonly Planted[] = [
  ["src/mesh/planted.ts", "../stage/stage"],
  ["stages/planted.ts", "../src/stage/stage"],
  ["tools/planted.ts", "../verify/claim"],
];

/** What ESLint says of each, without the rules that ask for types: those are of files that are there. */
function lint(planted: readonly Planted[]): readonly (readonly string[])[] {
  // In a process of its own, since ESLint's configuration is an ES module; in one, since it takes seconds to load.
  const script = `
    import { ESLint } from "eslint";
    import tseslint from "typescript-eslint";
    const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
    const rules = async ([file, from]) => {
      const text = 'export type { Planted } from "' + from + '";\\n';
      const [{ messages }] = await eslint.lintText(text, { filePath: file });
      return messages.map(({ ruleId, message }) => ruleId ?? message);
    };
    process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(process.argv[1]).map(rules))));`;
  const args = ["--input-type=module", "--eval", script, JSON.stringify(planted)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8" })) as string[][];
}

let said: ReadonlyMap<string, readonly string[]>;
beforeAll(() => {
  const planted = [...refused, ...allowed];
  said = new Map(lint(planted).map((rules, index) => [String(planted[index]), rules]));
}, 60_000);

test.each(refused)("an import in %s of %s is refused", (...planted) => {
  expect(said.get(String(planted))).toEqual(["no-restricted-imports"]);
});

test.each(allowed)("an import in %s of %s is not", (...planted) => {
  expect(said.get(String(planted))).toEqual([]);
});
