import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { configFile, inLab, lab, pulumi, run, succeeded, switchTo, verify, withConfig } from "./lab";
import { fetchAs, servePageElsewhere } from "./page-elsewhere";
import { withLab } from "./started";
import { openBrowser } from "../../tools/browser/open-browser";
import { buySock, picture, shop, shopOverTls } from "./visitor";

withLab();

interface ContainerStatus {
  name: string;
  ready: boolean;
}

interface Pod {
  metadata: { name: string };
  status: { containerStatuses: ContainerStatus[]; initContainerStatuses?: ContainerStatus[] };
}

/** As `kubectl get pods` shows it. Newer Istio's sidecar is an init container that stays. */
function readyContainers({ status }: Pod): string {
  const sidecars = (status.initContainerStatuses ?? []).filter(({ name }) => name === "istio-proxy");
  const all = [...status.containerStatuses, ...sidecars];
  return `${all.filter(({ ready }) => ready).length}/${all.length}`;
}

describe("baseline", () => {
  it("is deployed by one config value and one `pulumi up`", () => switchTo("baseline"));

  it("is not taken for canary", async () => {
    expect((await verify("canary")).code).toBe(2);
  });
});

describe("canary", () => {
  it("is one config value away", () => switchTo("canary"));

  it("leaves nothing to change", async () => {
    succeeded(await pulumi("preview", "--expect-no-changes"));
  });

  it("runs every pod with its sidecar ready", async () => {
    const { stdout } = succeeded(await inLab("kubectl", "-n", "sock-shop", "get", "pods", "-o", "json"));
    const pods = (JSON.parse(stdout) as { items: Pod[] }).items;
    expect(pods).toHaveLength(15);
    for (const pod of pods) {
      expect([pod.metadata.name, readyContainers(pod)]).toEqual([
        pod.metadata.name,
        pod.metadata.name.startsWith("rabbitmq") ? "3/3" : "2/2",
      ]);
    }
  });

  it("gives Istio's analysis nothing to say", async () => {
    const { stdout, stderr } = succeeded(await inLab("istioctl", "analyze", "--namespace", "sock-shop"));
    expect(stdout + stderr).toContain("No validation issues found");
  });

  it("is what every proxy has acknowledged", async () => {
    // Without -v it lists who is connected, whatever they have acknowledged.
    const { stdout } = succeeded(await inLab("istioctl", "proxy-status", "-v", "1"));
    const rows = stdout.split("\n").filter((row) => /^\S+\.sock-shop\s|^istio-ingressgateway-/.test(row));
    expect(rows).toHaveLength(16);
    // Clusters, endpoints, listeners, routes.
    for (const row of rows) expect([row, row.match(/SYNCED/g)]).toEqual([row, Array(4).fill("SYNCED")]);
  });
});

/** A kubeconfig for a port on which nobody listens. */
function deadKubeconfig(): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "dead", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "nobody", user: {} }],
    contexts: [{ name: "dead", context: { cluster: "dead", user: "nobody" } }],
    "current-context": "dead",
  });
}

const up = () => pulumi("up", "--yes", "--skip-preview");

describe("mistakes change nothing", () => {
  it.each([
    ["stage", "canery", ["canery", "pulumi config set stage canary"]],
    ["canaryWeight", "101", ["101", "from 0 to 100"]],
    ["canaryWeight", "-1", ["-1", "from 0 to 100"]],
    ["timeout", "0s", ['"0s"', "from 1ms to 1m", "pulumi config set timeout 2s"]],
    ["corsOrigin", "https://a.example/cart", ["/cart", "pulumi config set corsOrigin https://a.example\n"]],
    // These two are Pulumi's own words: the schema's type check comes first.
    ["canaryWeight", "abc", ["canaryWeight", "must be of type 'integer'"]],
    ["canaryWeight", "12.5", ["canaryWeight", "must be of type 'integer'"]],
  ])("%s %s is refused in words", async (key, value, words) => {
    const outcome = await withConfig({ [key]: value }, up);
    expect(outcome.code).not.toBe(0);
    for (const word of words) expect(outcome.stdout + outcome.stderr).toContain(word);
    expect(outcome.stdout + outcome.stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    [
      "a cluster that does not answer",
      { "kubernetes:kubeconfig": deadKubeconfig() },
      ["127.0.0.1:1", "ECONNREFUSED", "cluster-info"],
    ],
    [
      "a context that is not there",
      { "kubernetes:context": "nowhere" },
      ["no context nowhere", "pulumi config set kubernetes:context"],
    ],
  ])("%s is named before anything is made", async (_, provider, words) => {
    const outcome = await withConfig(provider, up);
    expect(outcome.code).not.toBe(0);
    for (const word of words) expect(outcome.stdout + outcome.stderr).toContain(word);
  });

  it("a gateway that is not there is named before anything is made", async () => {
    const outcome = await withConfig({ gatewaySelector: "nobody" }, up);
    expect(outcome.code).not.toBe(0);
    expect(outcome.stdout + outcome.stderr).toContain("no ready gateway pod with the label istio=nobody");
  });

  it("a second start says that the lab runs", async () => {
    expect(succeeded(await lab("start")).stdout).toContain("runs already");
  });

  it("a start on another port is refused while the lab runs", async () => {
    const outcome = await lab("start", "--port", "8099");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("8099");
  });

  it("a start without Istio is refused while the lab runs with it", async () => {
    const outcome = await lab("start", "--without-istio");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("npm run lab -- stop && npm run lab -- start --without-istio");
  });

  it("an Istio that somebody else installed is not taken over", async () => {
    const outcome = await withConfig({ "istio.install": "true" }, up);
    expect(outcome.code).not.toBe(0);
    expect(outcome.stdout + outcome.stderr).toContain("that this stack did not install");
  });

  // One look after all of them: each takes ten seconds.
  it("after all of these there is nothing to change", async () => {
    succeeded(await pulumi("preview", "--expect-no-changes"));
  });
});

describe("a stage's numbers by config", () => {
  it.each([0, 1, 50, 100])("canary at %i %%", async (weight) => {
    await withConfig({ canaryWeight: String(weight) }, () => switchTo("canary"));
    succeeded(await verify("canary", "--expect", `canaryWeight=${weight}`));
  });

  it("blue-green back on v1, where the claim for v2 fails", async () => {
    await withConfig({ live: "v1" }, () => switchTo("blue-green"));
    succeeded(await verify("blue-green", "--expect", "live=v1"));
    expect((await verify("blue-green")).code).toBe(1);
  });
});

describe("a visitor with a browser", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  const visitor = async (options: BrowserContextOptions = {}) =>
    (await browser.newContext({ viewport: { width: 1000, height: 760 }, ...options })).newPage();
  beforeEach(async () => {
    page = await visitor();
  });

  const home = async () => {
    await page.goto(shop);
    await page.getByText(/catalogue answered in/).waitFor();
    return page.getByText(/catalogue answered in/).textContent();
  };
  const buttonColour = () =>
    page
      .locator(".button.small")
      .first()
      .evaluate((e) => getComputedStyle(e).backgroundColor);
  // 17.32 for the sock and 4.99 for shipping.
  const total = "$22.31";

  it.each([
    ["baseline", "v1", "rgb(73, 147, 228)"],
    ["blue-green", "v2", "rgb(216, 53, 42)"],
  ])("buys a sock on %s, from %s all the way", async (stage, version, colour) => {
    await switchTo(stage);
    await home();
    await picture(page, version);
    expect(await buttonColour()).toBe(colour);
    const visit = await buySock(page);
    expect(visit).toEqual({ versions: Array(visit.versions.length).fill(version), total });
  });

  it("buys a sock over TLS in gateway-tls, where plain HTTP leads", async () => {
    await switchTo("gateway-tls");
    // Whose certificate it is, the claim looks at.
    page = await visitor({ ignoreHTTPSErrors: true });
    const answer = await page.goto(shop);
    expect([page.url(), (await answer?.securityDetails())?.protocol]).toEqual([`${shopOverTls}/`, "TLS 1.3"]);
    expect((await buySock(page, shopOverTls)).total).toBe(total);
  });

  it("sees the shop with a token in jwt, and no page without one", async () => {
    await switchTo("jwt");
    expect((await page.goto(shop))?.status()).toBe(403);
    const token = succeeded(await inLab("npm", "run", "--silent", "token")).stdout.trim();
    // To log in is another matter: the shop's own page does so by the same header.
    page = await visitor({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    expect(await home()).toMatch(/answered in/);
  });

  it("meets nothing of a stage once the next one is deployed, on connections from before either", async () => {
    await switchTo("jwt");
    expect((await fetch(shop)).status).toBe(403);
    await switchTo("baseline");
    expect((await fetch(shop)).status).toBe(200);
  });

  it("waits for the page in delay-fault, and sees why", async () => {
    await switchTo("delay-fault");
    await page.goto(shop);
    await page.getByText(/Waiting for catalogue, [34]/).waitFor();
    await picture(page, "delay-fault");
    const answered = /in ([\d.]+) s/.exec((await home()) ?? "")?.[1];
    expect(Number(answered)).toBeGreaterThanOrEqual(5);
  });
});

describe("scripts of pages elsewhere, in a browser", () => {
  const blocked = "blocked by CORS policy";

  it("get nothing from the shop on baseline, and what cors allows to one origin there", async () => {
    await using browser = await openBrowser();
    await using allowed = await servePageElsewhere();
    await using other = await servePageElsewhere();
    const outcomes = async (origin: string) => ({
      GET: await fetchAs(browser, origin, "GET", "/catalogue"),
      // These two are asked about beforehand.
      DELETE: await fetchAs(browser, origin, "DELETE", "/cart"),
      PUT: await fetchAs(browser, origin, "PUT", "/cart"),
    });
    const nothing = { GET: blocked, DELETE: blocked, PUT: blocked };

    await switchTo("baseline");
    expect(await fetchAs(browser, shop, "GET", "/catalogue")).toBe("200");
    for (const { origin } of [allowed, other]) expect(await outcomes(origin)).toEqual(nothing);

    await withConfig({ corsOrigin: allowed.origin }, () => switchTo("cors"));
    expect(await outcomes(allowed.origin)).toEqual({ GET: "200", DELETE: "202", PUT: blocked });
    expect(await outcomes(other.origin)).toEqual(nothing);
  });
});

describe("all stages", () => {
  it("each hold their claim, each claim fails where it must, and no switch drops a request", async () => {
    succeeded(await verify("--all", "--config-file", configFile));
  });
});

describe("destroy", () => {
  it("leaves nothing behind", async () => {
    succeeded(await pulumi("destroy", "--yes", "--skip-preview"));
    const { stdout } = succeeded(await inLab("kubectl", "get", "namespaces", "-o", "name"));
    expect(stdout).not.toContain("sock-shop");
    expect((await run("curl", "--silent", "--max-time", "5", "http://localhost:8080/")).stdout).not.toContain("Sock");
  });

  it("makes verify say that the shop is not there", async () => {
    const outcome = await verify("canary");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("not deployed");
  });
});
