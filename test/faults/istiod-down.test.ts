import { pulumi, succeeded } from "../lab/lab";
import { expectAllAnswered, pagesDuring } from "./load";
import { complete, kubectl, select, shownStage, upCompletes, withShop } from "./shop";
import { beginUp } from "./under-way";

withShop();

const istio = (...args: string[]) => kubectl("-n", "istio-system", ...args);
const scale = (replicas: number) => istio("scale", "deployment/istiod", `--replicas=${replicas}`);
const gone = () => istio("wait", "--for=delete", "pod", "-l", "app=istiod", "--timeout=60s");
const back = async () => {
  await scale(1);
  await istio("rollout", "status", "deployment/istiod", "--timeout=60s");
};
afterAll(back);

it("is said in one line before anything changes, and the shop goes on", async () => {
  await select("canary");
  await scale(0);
  await gone();
  const up = pulumi("up", "--yes", "--skip-preview");
  expectAllAnswered(await pagesDuring(up));
  const { code, stdout } = await up;
  expect(code).not.toBe(0);
  expect(stdout).toContain("has no ready pod of istio-system/istiod, Istio's control plane");
  expect(stdout).not.toMatch(/^\s+at /m);
  expect(await shownStage()).toBe("baseline");
});

it("is over when istiod is back: up completes", async () => {
  await back();
  await upCompletes("canary");
});

it("in the middle of an up makes that up wait, and it completes when istiod is back", async () => {
  await select("baseline");
  await upCompletes("baseline");
  await select("canary");
  const up = beginUp();
  await up.said("front-end-v2 creating");
  await scale(0);
  const absence = gone().then(back);
  expectAllAnswered(await pagesDuring(absence));
  succeeded(await up.ended);
  await complete("canary");
});
