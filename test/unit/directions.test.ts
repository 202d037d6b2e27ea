import { resolve } from "node:path";
import { execFileSync } from "node:child_process";

const checkout = resolve(__dirname, "../..");

/** What ESLint says of a file's text, were it there. */
function messages(file: string, text: string): string[] {
  // In a process of its own: ESLint's configuration is an ES module.
  const script = `
    const { ESLint } = require("eslint");
    new ESLint().lintText(process.argv[2], { filePath: process.argv[1] }).then(([{ messages }]) =>
      process.stdout.write(JSON.stringify(messages.map(({ ruleId }) => ruleId))));`;
  const said = execFileSync(process.execPath, ["-e", script, file, text], { cwd: checkout, encoding: "utf8" });
  return JSON.parse(said) as string[];
}

const planted: readonly [string, string][] = [
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

test.each(planted)("an import in %s of %s is refused", (file, from) => {
  expect(messages(file, `export type { Planted } from "${from}";\n`)).toContain("no-restricted-imports");
});

test.each([
  ["src/mesh/planted.ts", "../stage/stage"],
  ["stages/planted.ts", "../src/stage/stage"],
  ["tools/planted.ts", "../verify/claim"],
])("an import in %s of %s is not", (file, from) => {
  expect(messages(file, `export type { Planted } from "${from}";\n`)).not.toContain("no-restricted-imports");
});
