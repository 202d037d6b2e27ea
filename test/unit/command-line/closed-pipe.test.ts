import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const checkout = resolve(__dirname, "../../..");

/** A program whose reader goes after the first byte, while it has a megabyte to say. @returns what it says on the other stream */
const told = (preload: string): string => {
  const program = `${preload} process.stdout.write("x".repeat(1e6), () => console.error("went on"));`;
  const line = `'${process.execPath}' --require ./start/compile-typescript.cjs --eval '${program}' | head -c 1`;
  return spawnSync("sh", ["-c", line], { cwd: checkout, encoding: "utf8" }).stderr;
};

test("a reader that goes is no error", () => {
  expect(told('require("./command-line/closed-pipe.ts");')).toBe("went on\n");
});

test("without it Node ends with a stack trace (the control)", () => {
  expect(told("")).toContain("EPIPE");
});
