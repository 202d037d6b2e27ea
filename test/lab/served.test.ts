import { copyFileSync } from "node:fs";
import { configFile, inLab, type Outcome, pulumi, succeeded, switchTo, verify } from "./lab";
import { withLab } from "./started";

/** The promise of `pulumi up`: when it returns, every proxy that is told of the shop serves it as it is now. */

withLab();

const kubectl = async (...args: string[]) => succeeded(await inLab("kubectl", "-n", "sock-shop", ...args)).stdout;
const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);
const stage = async (name: string) => succeeded(await pulumi("config", "set", "stage", name));
const said = ({ stdout, stderr }: Outcome) => stdout + stderr;

beforeAll(() => switchTo("baseline"));

describe("proxies", () => {
  it("that a Sidecar resource keeps all services from are not waited for", async () => {
    const spec = { workloadSelector: { labels: { name: "payment" } }, egress: [{ hosts: ["istio-system/*"] }] };
    const metadata = { name: "limited", namespace: "sock-shop" };
    const sidecar = JSON.stringify({ apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata, spec });
    await inLab("sh", "-c", `echo '${sidecar}' | kubectl apply -f -`).then(succeeded);
    try {
      await switchTo("delay-fault");
    } finally {
      await kubectl("delete", "sidecar", "limited");
    }
    await switchTo("baseline");
  });

  it("of databases have a new traffic policy too when `up` returns", async () => {
    const subsets = ["-o", "jsonpath={.spec.subsets[*].name}"];
    const mark = (await kubectl("get", "destinationrule", "carts-db", ...subsets)).split(" ").at(-1);
    expect(mark).toMatch(/^mark-[0-9a-f]{8}$/);
    const { stdout } = succeeded(await inLab("istioctl", "-n", "sock-shop", "proxy-config", "cluster", "deploy/carts"));
    expect(stdout).toContain(mark);
  });
});

describe("a run that leaves objects out", () => {
  it("waits for those that it changes, and no others", async () => {
    await stage("delay-fault");
    succeeded(await up("--target", "**VirtualService::front-end"));
    // The claim of delay-fault is about catalogue, which was left out.
    succeeded(await inLab("kubectl", "-n", "sock-shop", "get", "virtualservice", "catalogue", "-o", "json"));
    succeeded(await up("--exclude", "**VirtualService::catalogue"));
    succeeded(await up());
    succeeded(await verify("delay-fault"));
    await switchTo("baseline");
  });

  it("for refresh asks nobody, though a route was changed in the cluster, and `up` then puts it back", async () => {
    const changed = JSON.stringify([{ op: "replace", path: "/spec/http/0/name", value: "changed" }]);
    await kubectl("patch", "virtualservice", "catalogue", "--type", "json", "-p", changed);
    succeeded(await pulumi("refresh", "--run-program", "--yes", "--skip-preview"));
    succeeded(await up());
    expect(await kubectl("get", "virtualservice", "catalogue", "-o", "jsonpath={.spec.http[0].name}")).not.toBe(
      "changed",
    );
  });
});

describe("pods", () => {
  it("that a new route would lead to and that have no room are named, and no route is changed", async () => {
    await switchTo("canary");
    const node = (await kubectl("get", "node", "-o", "name")).trim();
    await kubectl("cordon", node);
    try {
      await kubectl("delete", "pod", "-l", "name=front-end,version=v2");
      await stage("blue-green");
      const outcome = await up();
      expect(outcome.code).not.toBe(0);
      expect(said(outcome)).toMatch(/front-end-v2-\S+ is not ready \(0\/1 nodes are available/);
      expect(said(outcome)).not.toMatch(/^\s+at /m);
      expect(await kubectl("get", "virtualservice", "front-end-ingress", "-o", "json")).toContain('"weight": 20');
    } finally {
      await kubectl("uncordon", node);
    }
    succeeded(await up());
    succeeded(await verify("blue-green"));
    await switchTo("baseline");
  });

  it("without a sidecar are named, with what puts it back", async () => {
    const labels = (value: string | null) =>
      JSON.stringify({ spec: { template: { metadata: { labels: { "sidecar.istio.io/inject": value } } } } });
    const patch = async (value: string | null) => {
      await kubectl("patch", "deployment", "carts-db", "-p", labels(value));
      await kubectl("rollout", "status", "deployment", "carts-db");
    };
    await patch("false");
    try {
      const outcome = await up();
      expect(outcome.code).not.toBe(0);
      expect(said(outcome)).toMatch(/carts-db-\S+ has no sidecar, so that no stage reaches it/);
      expect(said(outcome)).toContain("pulumi up --refresh");
    } finally {
      await patch(null);
    }
    succeeded(await up());
  });
});

describe("two shops on one gateway", () => {
  const other = configFile.replace("dev", "shop-b");
  const url = "http://shop-b.localhost:8080";
  const inB = (...args: string[]) =>
    inLab("pulumi", "--non-interactive", args[0] ?? "", "--stack", "shop-b", "--config-file", other, ...args.slice(1));
  const switchB = async (name: string) => {
    succeeded(await inB("config", "set", "stage", name));
    succeeded(await inB("up", "--yes", "--skip-preview"));
  };

  beforeAll(async () => {
    copyFileSync(configFile, other);
    succeeded(await inLab("pulumi", "--non-interactive", "stack", "init", "--no-select", "shop-b"));
    for (const [key, value] of [
      ["namespace", "shop-b"],
      ["hosts", "shop-b.localhost"],
      ["url", url],
      // Two cores hold two shops.
      ["resources.all.requests.cpu", "5m"],
      ["resources.istio-proxy.requests.cpu", "5m"],
    ] as const) {
      succeeded(await inB("config", "set", "--path", key, value));
    }
    await switchB("canary");
  });

  afterAll(async () => {
    succeeded(await inB("destroy", "--yes", "--skip-preview"));
    succeeded(await inLab("pulumi", "--non-interactive", "stack", "rm", "shop-b", "--yes", "--force"));
  });

  const verifyB = (name: string) => verify(name, "--namespace", "shop-b", "--url", url);

  it("hold the claims of different stages", async () => {
    succeeded(await verify("baseline"));
    succeeded(await verifyB("canary"));
  });

  it("both switch, each without the other", async () => {
    await switchTo("blue-green");
    succeeded(await verifyB("canary"));
    await switchB("header-routing");
    succeeded(await verify("blue-green"));
    succeeded(await verifyB("header-routing"));
  });

  it("a claim of one fails at the other", async () => {
    expect((await verify("blue-green", "--namespace", "shop-b", "--url", url)).code).toBe(2);
    expect((await verify("blue-green", "--url", url)).code).toBe(1);
  });
});
