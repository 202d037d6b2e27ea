import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Engine } from "./engine";
import { succeeded } from "./run";

jest.setTimeout(60_000);

const program = "tools/bench/programs/empty";
const folder = mkdtempSync(join(tmpdir(), "sock-shop-test-"));
const note = join(folder, "started");
const distribution = join(folder, "bin");
/** A terminal on whose PATH Pulumi's own distribution is: its language host takes a note, and ends. */
const withDistribution = { PATH: [distribution, process.env["PATH"]].join(delimiter) };

let engine: Engine;
beforeAll(async () => {
  mkdirSync(distribution);
  const script = `#!/bin/sh\necho "$0" > '${note}'\nexit 1\n`;
  writeFileSync(join(distribution, "pulumi-language-nodejs"), script, { mode: 0o755 });
  // As the lab does it when it is started in this terminal.
  engine = await Engine.prepare([program], withDistribution);
}, 60 * 60_000);

afterAll(() => {
  engine[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

test("a terminal without Pulumi's own language host has the lab's, wherever the lab was started", async () => {
  succeeded(await engine.pulumi(program, ["preview"], {}, { PATH: process.env["PATH"] }));
});

test("a terminal with it has that one", async () => {
  const outcome = await engine.pulumi(program, ["preview"], {}, withDistribution);
  expect(outcome.code).not.toBe(0);
  expect(readFileSync(note, "utf8")).toBe(`${join(distribution, "pulumi-language-nodejs")}\n`);
});
