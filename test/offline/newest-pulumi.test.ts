import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { checkout, copyCheckout } from "./copy-checkout";
import { run, succeeded } from "./run";

// The newest Pulumi is compiled in it, where no cache has it.
jest.setTimeout(30 * 60_000);

const pinned = join(__dirname, "newest-pulumi");

/** @returns what it printed */
const must = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const folder = mkdtempSync(join(tmpdir(), "sock-shop-newest-pulumi-"));
const withNewestSdk = join(folder, "checkout");
afterAll(() => rmSync(folder, { recursive: true }));

/** A checkout with another SDK, whose dependencies are beneath it: the others keep theirs. */
function installNewestSdk(): void {
  copyCheckout(withNewestSdk);
  const packages = readdirSync(join(checkout, "node_modules")).filter((name) => name !== ".cache");
  const modules = join(withNewestSdk, "node_modules");
  mkdirSync(modules);
  const sources = packages.map((name) => join(checkout, "node_modules", name));
  must(checkout, "cp", "--archive", ...sources, modules);

  const installed = join(folder, "installed");
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

/** A terminal on whose PATH the newest Pulumi is, under a name that notes what it was called for. */
const calls = join(folder, "calls");
const terminal = { PATH: "", PULUMI_HOME: join(folder, "home") };
function installNewestCli(): void {
  const built = must(checkout, "npx", "tsx", join(pinned, "make.mts"), terminal.PULUMI_HOME);
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const noting = `#!/bin/sh\necho "$*" >> '${calls}'\nexec '${built}/pulumi' "$@"\n`;
  writeFileSync(join(bin, "pulumi"), noting, { mode: 0o755 });
  terminal.PATH = [bin, process.env["PATH"]].join(delimiter);
}

/** What `npm run preview` shows: the objects that the real engine and provider make. */
async function preview(cwd: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const args = ["run", "--silent", "preview", "--", "canary", "--from", "baseline", "--json"];
  const { stdout } = succeeded(await run({ file: "npm", args, options: { cwd, env: { ...process.env, ...env } } }));
  return JSON.parse(stdout);
}

const sdkIn = (checkout: string): unknown =>
  (JSON.parse(readFileSync(join(checkout, "node_modules/@pulumi/pulumi/package.json"), "utf8")) as { version: unknown })
    .version;

/** As pinned beside this test. */
const newest = {
  sdk: (JSON.parse(readFileSync(join(pinned, "package.json"), "utf8")) as { dependencies: Record<string, string> })
    .dependencies["@pulumi/pulumi"],
  cli: /pulumi\/pkg\/v3 (\S+)/.exec(readFileSync(join(pinned, "go.mod"), "utf8"))?.[1],
};

let own: unknown;
beforeAll(async () => {
  succeeded(
    await run({ file: "npm", args: ["run", "lab", "--", "build"], options: { cwd: checkout, env: process.env } }),
  );
  installNewestSdk();
  installNewestCli();
  own = await preview(checkout);
});

test("the newest are newer than the pinned ones", () => {
  expect(sdkIn(withNewestSdk)).toBe(newest.sdk);
  expect(sdkIn(withNewestSdk)).not.toBe(sdkIn(checkout));
  expect(execFileSync("pulumi", ["version"], { encoding: "utf8", env: { ...process.env, ...terminal } }).trim()).toBe(
    newest.cli,
  );
  expect(newest.cli).not.toBe(`v${String(sdkIn(checkout))}`);
});

test("under the newest SDK the program declares what it does under the pinned one, and all that saves time fits", async () => {
  expect(await preview(withNewestSdk)).toEqual(own);
  // Each throws where it does not fit.
  must(
    withNewestSdk,
    process.execPath,
    "--require",
    "./start/defer-seldom-used.cjs",
    "--eval",
    "require('./start/short-stack-traces.cjs')",
  );
});

test.each([
  ["pinned", checkout],
  ["newest", withNewestSdk],
])("the newest CLI makes the same objects with the %s SDK", async (_, cwd) => {
  rmSync(calls, { force: true });
  expect(await preview(cwd, terminal)).toEqual(own);
  expect(readFileSync(calls, "utf8")).toMatch(/ up /);
});
