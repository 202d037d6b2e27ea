import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const checkout = resolve(__dirname, "../../..");

const commands = [
  ["lab", ["--flg"]],
  ["lab", ["logs", "nobody"]],
  ["demo", ["canery"]],
  ["bench", ["growht"]],
  ["pictures", ["switch"]],
  ["preview", ["canery"]],
  ["verify", ["canery"]],
] as const;

test.each(commands)("a mistake in `npm run %s -- %s` ends with code 2 and no stack trace", (script, words) => {
  const main = ["lab", "verify"].includes(script) ? `${script}/main.ts` : `tools/${script}/main.ts`;
  const { status, stderr } = spawnSync("npx", ["tsx", main, ...words], { cwd: checkout, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(words.at(-1) ?? "") });
  expect(stderr).not.toMatch(/^\s+at /m);
});
