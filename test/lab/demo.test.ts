import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir, run, succeeded, switchTo, verify } from "./lab";
import { withLab } from "./started";

/** The demo sets the stage where a user's `pulumi config set` does. */
const config = join(projectDir, "Pulumi.dev.yaml");
const before = readFileSync(config);
const restore = () => writeFileSync(config, before);
afterEach(restore);
withLab(async () => {
  restore();
  await switchTo("baseline");
});

beforeAll(() => switchTo("baseline"));

const demo = (stage: string) => run("npm", "run", "--silent", "demo", "--", stage);

it("a stage is deployed and proven, told in lines that a log is read by", async () => {
  const { code, stdout, stderr } = await demo("canary");
  expect([code, stderr]).toEqual([0, "canary: 2000 requests to /\n"]);
  expect(stdout).toMatch(/^pulumi up: \d+ objects done, [1-9]\d* of them changed, in \d+ s$/m);
  expect(stdout).toMatch(/canary.* holds/);
  expect(stdout.split("\n").length).toBeLessThan(60);
  succeeded(await verify("canary"));
});

it("where pulumi up fails, the program's own words say why, and nothing is proven", async () => {
  writeFileSync(config, before.toString().replace(/^config:$/m, 'config:\n  sock-shop:canaryWeight: "120"'));
  const { code, stdout, stderr } = await demo("canary");
  expect([code, stdout]).toEqual([255, expect.not.stringContaining("holds")]);
  expect(stderr).toContain("canaryWeight");
  expect(stderr).not.toMatch(/^\s+at /m);
});
