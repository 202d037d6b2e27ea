import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { run, succeeded } from "./run";

jest.setTimeout(30 * 60_000);

const checkout = resolve(__dirname, "../..");
const pinned = join(__dirname, "newest-sdk");

/** @returns what it printed */
const must = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const copy = mkdtempSync(join(tmpdir(), "sock-shop-newest-sdk-"));
afterAll(() => rmSync(copy, { recursive: true }));

/** A checkout with another SDK, whose dependencies are beneath it: the others keep theirs. */
function makeCopy(): void {
  const files = must(checkout, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const file of files.split("\0").filter(Boolean)) cpSync(join(checkout, file), join(copy, file));
  const packages = readdirSync(join(checkout, "node_modules")).filter((name) => name !== ".cache");
  const modules = join(copy, "node_modules");
  mkdirSync(modules);
  const sources = packages.map((name) => join(checkout, "node_modules", name));
  must(checkout, "cp", "--archive", ...sources, modules);

  const installed = join(copy, "installed");
  cpSync(pinned, installed, { recursive: true });
  must(installed, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
  const sdk = join(modules, "@pulumi/pulumi");
  rmSync(sdk, { recursive: true });
  renameSync(join(installed, "node_modules/@pulumi/pulumi"), sdk);
  for (const name of readdirSync(join(installed, "node_modules"))) {
    if (name.startsWith(".")) continue;
    const place = join(sdk, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { recursive: true, force: true });
    renameSync(join(installed, "node_modules", name), place);
  }
}

const preview = async (folder: string) => {
  const args = ["run", "--silent", "preview", "--", "canary", "--from", "baseline", "--json"];
  return succeeded(await run({ file: "npm", args, options: { cwd: folder, env: process.env } }));
};

const versionIn = (folder: string): unknown =>
  (JSON.parse(readFileSync(join(folder, "node_modules/@pulumi/pulumi/package.json"), "utf8")) as { version: unknown })
    .version;

it("under the newest SDK the program declares what it does under the pinned one, and all that saves time fits", async () => {
  succeeded(
    await run({ file: "npm", args: ["run", "lab", "--", "build"], options: { cwd: checkout, env: process.env } }),
  );
  makeCopy();
  const { dependencies } = JSON.parse(readFileSync(join(pinned, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(versionIn(copy)).toBe(dependencies["@pulumi/pulumi"]);
  expect(versionIn(copy)).not.toBe(versionIn(checkout));
  const [newest, own] = [await preview(copy), await preview(checkout)];
  expect(JSON.parse(newest.stdout)).toEqual(JSON.parse(own.stdout));
  // Each throws where it does not fit.
  must(
    copy,
    process.execPath,
    "--require",
    "./start/defer-seldom-used.cjs",
    "--eval",
    "require('./start/short-stack-traces.cjs')",
  );
});
