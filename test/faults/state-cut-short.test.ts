import { copyFileSync, readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { inLab, pulumi, run, succeeded } from "../lab/lab";
import { complete, select, upCompletes, withShop } from "./shop";

withShop();

const state = "/var/lib/sock-shop-lab/pulumi/.pulumi";
const stack = join(state, "stacks/sock-shop/dev.json");
const backups = () =>
  readdirSync(join(state, "backups/sock-shop/dev"))
    .filter((file) => file.endsWith(".json"))
    .sort();
/** As a machine that crashes or a disk that is full leaves it: seen with Pulumi, the file and its .bak alike. */
const cutShort = () =>
  [stack, `${stack}.bak`].forEach((file) => truncateSync(file, Math.floor(statSync(file).size / 2)));
/** What the README says. */
const restore = () =>
  run("sh", "-c", `cd ${state} && cp "$(ls -t backups/sock-shop/dev/*.json | head -1)" stacks/sock-shop/dev.json`);

it("is what every command of Pulumi then complains about", async () => {
  await select("canary");
  await upCompletes("canary");
  cutShort();
  for (const command of [["preview"], ["up", "--yes"], ["stack", "export"]]) {
    const { code, stderr, stdout } = await inLab("pulumi", "--non-interactive", ...command);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("unexpected end of JSON input");
  }
});

it("is mended by the newest backup, which is the whole state", async () => {
  succeeded(await restore());
  succeeded(await pulumi("preview", "--expect-no-changes"));
  await complete("canary");
});

it("is mended by an older one too: what the state no longer knows is taken over, not lost or doubled", async () => {
  await select("baseline");
  await upCompletes("baseline");
  const old = backups().at(-1) ?? "";
  await select("canary");
  await upCompletes("canary");
  cutShort();
  copyFileSync(join(state, "backups/sock-shop/dev", old), stack);
  succeeded(await pulumi("up", "--yes", "--skip-preview", "--refresh"));
  await complete("canary");
});
