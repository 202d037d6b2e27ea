import { readFileSync } from "node:fs";
import { lab, succeeded } from "../lab/lab";
import { expectAllAnswered, pagesDuring } from "./load";
import { complete, select, withShop } from "./shop";
import { beginUp } from "./under-way";

withShop();

it("the API server may be restarted in the middle of an up, which completes", async () => {
  await select("canary");
  const up = beginUp();
  await up.said("front-end-v2 creating");
  const restarted = lab("restart", "kube-apiserver").then(succeeded);
  expectAllAnswered(await pagesDuring(restarted));
  succeeded(await up.ended);
  await complete("canary");
});

it("a program that ended is named by status, and is back after a restart", async () => {
  const record = readFileSync("/var/lib/sock-shop-lab/daemons/kube-scheduler.json", "utf8");
  process.kill((JSON.parse(record) as { pid: number }).pid, "SIGKILL");
  const status = await lab("status");
  expect(status.code).toBe(1);
  expect(status.stdout).toMatch(/kube-scheduler .* ended/);
  expect((await lab("start")).stderr).toContain("npm run lab -- restart kube-scheduler");
  succeeded(await lab("restart", "kube-scheduler"));
  succeeded(await lab("status"));
});

it.each([
  ["kube-apiservr", "there are: containerd, coredns"],
  ["containerd", "holds the mounts of all pods"],
])("restart %s is refused", async (name, words) => {
  const { code, stderr } = await lab("restart", name);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
  succeeded(await lab("status"));
});
