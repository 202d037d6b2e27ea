import { setTimeout as delay } from "node:timers/promises";
import { pulumi, run, succeeded, switchTo } from "../lab/lab";
import { shop } from "../lab/visitor";
import { expectAllAnswered, pagesDuring } from "./load";
import { kubectl, withShop } from "./shop";

withShop();

const inShop = (...args: string[]) => kubectl("-n", "sock-shop", ...args);
const picture = "/catalogue/images/holy_1.jpeg";
/** The waits of the endpoints' controller after three looks at a cache that is behind: 1, 2 and 4 s. */
const lateMs = 7000;

/** Stops the controllers, so that no proxy is told of a pod that goes, and lets them go on a while later. */
async function endpointsLate(): Promise<void> {
  const { stdout } = succeeded(await run("pgrep", "--full", "/kube-controller-manager --"));
  const pid = Number(stdout.trim());
  process.kill(pid, "SIGSTOP");
  try {
    await delay(lateMs);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

/** The one pod of catalogue that front-end's calls stick to, and that its retries go to as well. */
async function podInUse(): Promise<string> {
  succeeded(await run("curl", "-sf", "-o", "/dev/null", shop + picture));
  const asked = ["deployment/front-end", "-c", "istio-proxy", "--", "pilot-agent", "request", "GET", "clusters"];
  const [, ip] =
    /^outbound\|80\|v1\|catalogue\..*::([\d.]+):80::rq_success::[1-9]/m.exec(await inShop("exec", ...asked)) ?? [];
  const pods = await inShop("get", "pods", "-l", "name=catalogue", `--field-selector=status.podIP=${ip}`, "-o", "name");
  return pods.trim();
}

async function podGoes(): Promise<void> {
  const pod = await podInUse();
  const late = endpointsLate();
  await inShop("delete", pod, "--wait=false");
  await late;
  await inShop("rollout", "status", "deployment/catalogue", "--timeout=120s");
}

/** Puts catalogue on the cluster with a program that ends as soon as it is asked to, as the shop's own does. */
async function catalogue(answersFor?: number): Promise<void> {
  if (answersFor !== undefined) {
    const path = "/spec/template/spec/containers/0/lifecycle/preStop/sleep/seconds";
    const patch = JSON.stringify([{ op: "replace", path, value: answersFor }]);
    await inShop("patch", "deployment/catalogue", "--type", "json", "-p", patch);
  }
  await inShop("set", "env", "deployment/catalogue", "-c", "catalogue", "STAND_IN_QUIET=0s");
  await inShop("rollout", "status", "deployment/catalogue", "--timeout=120s");
}

beforeEach(() => switchTo("load-balancing"));

afterEach(async () => {
  succeeded(await pulumi("up", "--yes", "--skip-preview", "--refresh"));
});

it("endpoints that are late cost no request when a pod goes", async () => {
  await catalogue();
  expectAllAnswered(await pagesDuring(podGoes(), picture));
});

it("they do where pods answer for 3 s, the control", async () => {
  await catalogue(3);
  const { 200: answered = 0, ...others } = await pagesDuring(podGoes(), picture);
  expect(answered).toBeGreaterThan(50);
  expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
});
