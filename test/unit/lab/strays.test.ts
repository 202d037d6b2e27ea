import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strays } from "../../../lab/machine/strays";

const folder = mkdtempSync(join(tmpdir(), "strays-"));
/** Node by another name. */
const plugin = join(folder, "plugin");
const started: ChildProcess[] = [];

const waits = ["-e", "console.log(); setInterval(() => {}, 1000)"];

/** Starts one that waits for its end; `elsewhere` in a network of its own, as what is run in the lab's. */
async function run(program: string, elsewhere: boolean): Promise<number> {
  // The user's own namespace of users: to make a network alone, one must be root.
  const apart = elsewhere ? ["unshare", "--user", "--map-root-user", "--net"] : [];
  const [command = "", ...words] = [...apart, program, ...waits];
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

const networkOf = (pid: number): string => `/proc/${pid}/ns/net`;

beforeAll(() => copyFileSync(process.execPath, plugin));

afterAll(async () => {
  for (const child of started) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  rmSync(folder, { recursive: true });
});

test("a provider in the lab's network whose starter is not there is stray", async () => {
  const left = await run(plugin, true);
  expect(await strays({ network: networkOf(left), programs: folder })).toEqual([left]);
});

test("another program there is the user's", async () => {
  const others = await run(process.execPath, true);
  expect(await strays({ network: networkOf(others), programs: folder })).toEqual([]);
});

test("one whose starter is there is at work", async () => {
  const busy = await run(plugin, false);
  expect(await strays({ network: networkOf(busy), programs: folder })).toEqual([]);
});

test("without a lab there are none", async () => {
  expect(await strays({ network: join(folder, "absent"), programs: folder })).toEqual([]);
});
