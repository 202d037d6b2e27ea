import { setTimeout as delay } from "node:timers/promises";
import { waitUntil } from "../../command-line/wait-until";
import { pulumi, run, succeeded } from "../lab/lab";
import { expectAllAnswered, pagesDuring } from "./load";
import { kubectl, withShop } from "./shop";

withShop();

const catalogue = (...args: string[]) => kubectl("-n", "sock-shop", ...args);
const scale = (replicas: number) => catalogue("scale", "deployment/catalogue", `--replicas=${replicas}`);
const pods = async () => (await catalogue("get", "pods", "-l", "name=catalogue", "-o", "name")).trim().split("\n");
const picture = "/catalogue/images/holy_1.jpeg";
/** Less than a pod of v1 stays, and more than a version that no route leads to. */
const lateMs = 6000;

/** Stops istiod, which so tells no proxy of anything, and lets it go on a while later. */
async function istiodLate(): Promise<void> {
  const { stdout } = succeeded(await run("pgrep", "--full", "^/usr/local/bin/pilot-discovery discovery"));
  const pid = Number(stdout.trim());
  process.kill(pid, "SIGSTOP");
  try {
    await delay(lateMs);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

/** Two of three pods of catalogue go, and nobody's proxy hears of it in time. */
async function podsGo(): Promise<void> {
  const late = istiodLate();
  await scale(1);
  await late;
  await waitUntil(async () => (await pods()).length === 1, { limit: 60_000 });
}

beforeEach(async () => {
  await scale(3);
  await catalogue("rollout", "status", "deployment/catalogue", "--timeout=120s");
});

it("a control plane that is late costs no request when pods go", async () => {
  expectAllAnswered(await pagesDuring(podsGo(), picture));
});

it("it does where they do not stay for it, the control", async () => {
  const path = "/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds";
  const patch = JSON.stringify([{ op: "replace", path, value: 1 }]);
  await catalogue("patch", "deployment/catalogue", "--type", "json", "-p", patch);
  await catalogue("rollout", "status", "deployment/catalogue", "--timeout=120s");
  const { 200: answered = 0, ...others } = await pagesDuring(podsGo(), picture);
  succeeded(await pulumi("up", "--yes", "--skip-preview", "--refresh"));
  expect(answered).toBeGreaterThan(50);
  expect(others).toMatchObject({ 503: expect.any(Number) as number });
});
