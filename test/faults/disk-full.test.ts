import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configFile, inLab, type Outcome, run, succeeded } from "../lab/lab";
import { complete, select, withShop } from "./shop";

withShop();

const mounted: string[] = [];
/** A disk of its own. */
function disk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "sock-shop-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  mounted.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of mounted) {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true });
  }
});

/** Writes until the disk takes no more. @returns what makes room again */
function fill(folder: string): () => void {
  const path = join(folder, "filler");
  const file = openSync(path, "w");
  const block = Buffer.alloc(4096);
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
  } finally {
    closeSync(file);
  }
  return () => rmSync(path);
}

it("a cache without room is refused before anything is built or downloaded", async () => {
  const cache = disk(64);
  const { code, stderr } = await run("env", `XDG_CACHE_HOME=${cache}`, "npm", "run", "--silent", "lab", "--", "build");
  expect(code).toBe(2);
  expect(stderr).toMatch(/0\.1 GiB free, \d+\.\d GiB needed\. make room on the disk of .*, or set XDG_CACHE_HOME/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(readdirSync(join(cache, "sock-shop-lab"))).toEqual([]);
});

describe("Pulumi's state on a full disk", () => {
  const own = "/var/lib/sock-shop-lab/pulumi";
  let backend = "";
  const pulumiThere = (...args: string[]): Promise<Outcome> =>
    inLab("env", `PULUMI_BACKEND_URL=file://${backend}`, "pulumi", "--non-interactive", ...args);
  const up = () => pulumiThere("up", "--yes", "--skip-preview", "--config-file", configFile);
  beforeAll(() => {
    backend = disk(16);
    mkdirSync(join(backend, ".pulumi"));
    // What was deployed before grows with each up, in history and backups.
    const current = ["stacks", "meta.yaml"].map((name) => `${own}/.pulumi/${name}`);
    execFileSync("cp", ["--archive", ...current, `${backend}/.pulumi`]);
  });
  // The lab's own state must know what was done from here.
  afterAll(() => execFileSync("cp", ["--archive", `${backend}/.pulumi`, own]));

  it("ends an up before it begins, and says why", async () => {
    await select("canary");
    const makeRoom = fill(backend);
    const { code, stderr } = await up();
    makeRoom();
    expect(code).not.toBe(0);
    expect(stderr).toContain("no space left on device");
  });

  it("leaves half a lock, which `pulumi cancel` removes; then up completes", async () => {
    expect((await up()).stderr).toContain("unexpected end of JSON input");
    succeeded(await pulumiThere("cancel", "--yes"));
    succeeded(await up());
    succeeded(await pulumiThere("preview", "--refresh", "--expect-no-changes", "--config-file", configFile));
    execFileSync("cp", ["--archive", `${backend}/.pulumi`, own]);
    await complete("canary");
  });
});
