import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Browser, Page } from "playwright-core";
import { leadsTo, parseClusters, parseOutbound } from "../../verify/probes/clusters";
import { openBrowser } from "../../tools/browser/open-browser";
import { inLab, lab, run, succeeded, switchTo } from "./lab";
import { freePort, LivePage, Told } from "./live-page";
import { withLab } from "./started";
import { shop } from "./visitor";

let live: LivePage;
let told: Told;
let browser: Browser;
let page: Page;

withLab(async () => {
  await browser.close();
  await told[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

beforeAll(async () => {
  await switchTo("baseline");
  live = await LivePage.start("--load", "0", "--port", String(await freePort()));
  told = new Told(live.address);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(live.address);
  await page.getByText("served by 15 of 15 proxies").waitFor();
});

/** Requests to each version of front-end since the gateway's Envoy began, as it says itself. */
async function countedByEnvoy(): Promise<Record<"v1" | "v2", number>> {
  const gateway = ["-n", "istio-system", "exec", "deploy/istio-ingressgateway"];
  const question = ["pilot-agent", "request", "GET", "clusters?format=json"];
  const { stdout } = succeeded(await inLab("kubectl", ...gateway, "--", ...question));
  // pilot-agent may log before the answer, to the same stream.
  const [answer = ""] = /^\{[^]*/m.exec(stdout) ?? [];
  const counts = { v1: 0, v2: 0 };
  for (const [cluster, endpoints] of parseClusters(answer)) {
    const outbound = parseOutbound(cluster);
    const isFrontEnd = outbound && leadsTo(outbound, { name: "front-end", namespace: "sock-shop" });
    if (!isFrontEnd || (outbound.subset !== "v1" && outbound.subset !== "v2")) continue;
    for (const { requests } of endpoints.values()) counts[outbound.subset] += requests;
  }
  return counts;
}

/** Visitors who do not count as the page's. */
const othersVisits = 5;

test("what the page counts is what the gateway's Envoy counts, and what visitors were told", async () => {
  await switchTo("canary");
  await page.getByText("served by 16 of 16 proxies").waitFor();
  await page.getByText(/last switch: all proxies serve after \d+\.\d s, up done after \d+\.\d s/).waitFor();
  // The page counts from the first reading after all serve.
  await told.until("nothing under way", ({ requests }) => requests.counted === 0);
  const before = await countedByEnvoy();
  told.visits.length = 0;

  await live.ask("load", { rate: 30 });
  await told.until("300 visits", (_, visits) => visits.length >= 300);
  await live.ask("load", { rate: 0 });
  for (let i = 0; i < othersVisits; i += 1)
    succeeded(await run("curl", "--silent", "--fail", "--output", "/dev/null", shop));
  const { versions } = await told.until("all are counted", ({ versions }, visits) => {
    return (versions["v1"]?.since ?? 0) + (versions["v2"]?.since ?? 0) >= visits.length + othersVisits;
  });

  const after = await countedByEnvoy();
  const shown = { v1: versions["v1"]?.since, v2: versions["v2"]?.since };
  expect(shown).toEqual({ v1: after.v1 - before.v1, v2: after.v2 - before.v2 });
  const answeredBy = (version: string) => told.visits.filter((visit) => visit.version === version).length;
  const byOthers = { v1: (shown.v1 ?? 0) - answeredBy("v1"), v2: (shown.v2 ?? 0) - answeredBy("v2") };
  expect(byOthers.v1 + byOthers.v2).toBe(othersVisits);
  expect(Math.min(byOthers.v1, byOthers.v2)).toBeGreaterThanOrEqual(0);

  const all = (shown.v1 ?? 0) + (shown.v2 ?? 0);
  const share = ((100 * (shown.v2 ?? 0)) / all).toFixed(1);
  await page.getByText(`v2 answers ${share} % of ${all} requests; asked for 20 %`).waitFor();
});

const within = (seconds: number) => ({ timeout: seconds * 1000 });

test("where nothing is heard of the cluster, the page says so within three seconds, and recovers by itself", async () => {
  live.signalObserver("SIGSTOP");
  try {
    // Whole seconds are said, and a picture comes each second.
    await page.getByText(/^stale: nothing seen for [34] s$/).waitFor(within(5));
  } finally {
    live.signalObserver("SIGCONT");
  }
  await page.getByText("served by 16 of 16 proxies").waitFor(within(5));
  live.signalObserver("SIGKILL");
  await told.until("it watches again", ({ stale, proxies }) => stale === undefined && proxies.serving === 16);
});

test("a gateway that is replaced is counted on from where it begins", async () => {
  await live.ask("load", { rate: 30 });
  const istio = (...args: string[]) => inLab("kubectl", "-n", "istio-system", ...args);
  succeeded(await istio("delete", "pod", "-l", "istio=ingressgateway"));
  succeeded(await istio("rollout", "status", "deployment/istio-ingressgateway", "--timeout=60s"));
  const { at } = await told.until("a picture", () => true);
  const counted = await told.until("it is counted", ({ at: now, requests }) => now > at && requests.counted > 5);
  expect(counted.at - at).toBeLessThan(5000);
  await page.getByText("served by 16 of 16 proxies").waitFor(within(5));
});

test("where the cluster's API does not answer, that is said, and what proxies count is shown on", async () => {
  const restarted = lab("restart", "kube-apiserver");
  // It ends what it has begun, which takes it some ten seconds.
  await page.getByText("the cluster's API does not answer").waitFor(within(30));
  succeeded(await restarted);
  await told.until("it answers, and is counted", ({ apiAnswers, requests }) => apiAnswers && requests.counted > 5);
  await page.getByText("served by 16 of 16 proxies").waitFor(within(10));
});

test("typed in the lab's shell, whose network no browser reaches, it answers where the browser is", async () => {
  const port = String(await freePort());
  await using typedInShell = await LivePage.startInShell("--load", "0", "--port", port);
  expect((await fetch(typedInShell.address)).status).toBe(200);
});

test("what opens a port in that network itself does not, the control", async () => {
  const port = await freePort();
  const server = `require("node:http").createServer().listen(${port}, "127.0.0.1", () => console.log("open"))`;
  const program = spawn("nsenter", ["--net=/run/netns/sock-shop-lab", "--", process.execPath, "--eval", server]);
  try {
    await once(program.stdout, "data");
    await expect(fetch(`http://localhost:${port}`)).rejects.toThrow("fetch failed");
  } finally {
    program.kill();
  }
});
