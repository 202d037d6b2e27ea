import { run, succeeded } from "../lab/lab";
import { shop } from "../lab/visitor";
import { expectAllAnswered, pagesDuring } from "./load";
import { kubectl, withShop } from "./shop";

withShop();

const istio = (...args: string[]) => kubectl("-n", "istio-system", ...args);
const gateway = ["pod", "-l", "istio=ingressgateway"];
const whole = () => istio("rollout", "status", "deployment/istio-ingressgateway", "--timeout=60s");

it("loses no page, on kept and on new connections: it drains while its successor starts", async () => {
  // Waits until the pod is gone.
  const deleted = istio("delete", ...gateway).then(whole);
  expectAllAnswered(await pagesDuring(deleted));
});

it("loses no page in a rolling restart", async () => {
  expectAllAnswered(await pagesDuring(istio("rollout", "restart", "deployment/istio-ingressgateway").then(whole)));
});

it("loses pages when there is none, the control, and none once it is back", async () => {
  await istio("scale", "deployment/istio-ingressgateway", "--replicas=0");
  await istio("wait", "--for=delete", ...gateway, "--timeout=60s");
  // Until this one visitor was sent away.
  const { 200: answered = 0, ...lost } = await pagesDuring(run("curl", "--silent", "--max-time", "20", shop));
  await istio("scale", "deployment/istio-ingressgateway", "--replicas=1").then(whole);
  expect(answered).toBe(0);
  expect(Object.keys(lost)).not.toEqual([]);
  // Kube-proxy hears of the new pod after the rollout is done: the way is open with the first page.
  succeeded(await run("curl", ..."--silent --fail --retry 20 --retry-all-errors --output /dev/null".split(" "), shop));
  expectAllAnswered(await pagesDuring(whole()));
});
