import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "../../../../command-line/wait-until";
import { Deployer, expectStackIn } from "../../../../verify/tour/deploy";

test("a stack that deploys where one looks is fine", () => {
  expect(() => expectStackIn("team-shop", "team-shop")).not.toThrow();
});

test("a stack that deploys elsewhere is refused, both are named, and it says what to type", () => {
  expect(() => expectStackIn("sock-shop", "team-shop")).toThrow(
    "the stack deploys into namespace team-shop, and you asked for sock-shop\n" +
      "to look there, type: --namespace team-shop; to deploy here: pulumi config set namespace sock-shop",
  );
});

describe("a Pulumi that is under way", () => {
  const folder = mkdtempSync(join(tmpdir(), "deployer-"));
  const path = process.env["PATH"];
  const told = join(folder, "told");
  const began = join(folder, "began");
  beforeAll(() => {
    // Stands for Pulumi in how it ends: by the first SIGINT in its own time.
    const script = `trap 'echo told >> ${told}; sleep 0.3; echo ended >> ${told}; exit 255' INT\ntouch ${began}\nwhile :; do sleep 0.05; done\n`;
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${script}`);
    chmodSync(join(folder, "pulumi"), 0o700);
  });
  afterEach(() => (process.env["PATH"] = path));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is told once to end, and waited for", async () => {
    process.env["PATH"] = `${folder}:${path}`;
    const interruption = new AbortController();
    const deployed = new Deployer(undefined, interruption.signal).deploy("canary");
    const late = new Error("it has not begun");
    await waitUntil(() => Promise.resolve(existsSync(began)), { every: 10, limit: 10_000, late });
    interruption.abort(new Error("stopped"));
    await expect(deployed).rejects.toThrow("stopped");
    expect(readFileSync(told, "utf8")).toBe("told\nended\n");
  });

  test("is not begun once it is over", async () => {
    process.env["PATH"] = `${folder}:${path}`;
    rmSync(began, { force: true });
    await expect(new Deployer(undefined, AbortSignal.abort(new Error("stopped"))).deploy("x")).rejects.toThrow(
      "stopped",
    );
    expect(existsSync(began)).toBe(false);
  });

  test("that is not there is said to be missing", async () => {
    process.env["PATH"] = "/nowhere";
    await expect(new Deployer(undefined, new AbortController().signal).deploy("x")).rejects.toThrow(
      "pulumi is not on the PATH",
    );
  });
});
