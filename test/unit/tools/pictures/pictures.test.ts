import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const projectDir = resolve(__dirname, "../../../..");

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** The command as its user has it: Vega comes as ES modules alone, which Jest does not load. */
function pictures(...args: string[]): Promise<Outcome> {
  const command = [require.resolve("tsx/cli"), "tools/pictures/main.ts", ...args];
  return new Promise((settle) => {
    execFile(process.execPath, command, { cwd: projectDir }, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const listed = async (): Promise<string[]> =>
  [...(await pictures("--list")).output.matchAll(/^(\S+) /gm)].map(([, name = ""]) => name);

test("each plot in docs is what its data gives", async () => {
  expect(await pictures("--check")).toEqual({ code: 0, output: "" });
}, 60_000);

test("each picture is on a page, and each picture of a page is there", async () => {
  const pages = ["README.md", ...["talk", "switching", "live"].map((page) => join("docs", `${page}.md`))];
  const shown = pages.flatMap((page) =>
    [...readFileSync(join(projectDir, page), "utf8").matchAll(/\]\(([^):]+\.(?:svg|png))\)/g)].map(([, file = ""]) =>
      join(dirname(page), file),
    ),
  );
  expect(shown.filter((file) => !existsSync(join(projectDir, file)))).toEqual([]);
  const names = (await listed()).filter((name) => name !== "screenshots");
  expect(names.length).toBeGreaterThan(0);
  const files = ["svg", "png"].map((ending) => (name: string) => `docs/${name}.${ending}`);
  expect(names.filter((name) => !files.some((file) => shown.includes(file(name))))).toEqual([]);
}, 60_000);

test("a name that is no picture's is refused in words, before anything is started", async () => {
  const { code, output } = await pictures("switch");
  expect(code).toBe(2);
  expect(output).toContain("Got switch. Pictures: switching, ");
  expect(output).not.toMatch(/^\s+at /m);
}, 60_000);
