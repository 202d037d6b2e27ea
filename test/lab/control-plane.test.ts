import { ranBeforeTests } from "./found";
import { configFile, inLab, lab, pulumi, succeeded, switchTo, verify } from "./lab";

/** A start builds what is missing: from an empty cache that takes up to half an hour. */
const hour = 60 * 60 * 1000;
jest.setTimeout(hour);

beforeAll(async () => {
  // A lab with Istio in it cannot show how Istio gets there.
  succeeded(await lab("stop"));
  succeeded(await lab("start", "--without-istio"));
}, hour);

afterAll(async () => {
  succeeded(await lab("stop"));
  if (ranBeforeTests()) succeeded(await lab("start"));
}, hour);

/** What Istio has in the cluster beside its pods. */
async function traces(): Promise<string[]> {
  const kinds = ["crd", "mutatingwebhookconfigurations", "validatingwebhookconfigurations", "clusterroles"];
  const { stdout } = succeeded(await inLab("kubectl", "get", kinds.join(","), "-o", "name"));
  return stdout.split("\n").filter((name) => name.includes("istio"));
}

async function namespaces(): Promise<string[]> {
  const { stdout } = succeeded(await inLab("kubectl", "get", "namespaces", "-o", "name"));
  return stdout.trim().split("\n");
}

const ofKubernetes = ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) => `namespace/${name}`);

describe("a lab without Istio", () => {
  it("has no trace of it, and says so", async () => {
    expect(await traces()).toEqual([]);
    expect(succeeded(await lab("status")).stdout).toContain("without Istio");
    expect(succeeded(await lab("start", "--without-istio")).stdout).toContain("runs already");
  });

  it("is not taken for a usual one", async () => {
    const outcome = await lab("start");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("npm run lab -- stop && npm run lab -- start");
  });
});

describe("the program on a cluster without Istio", () => {
  it("says what is missing before anything is made", async () => {
    const outcome = await pulumi("up", "--yes", "--skip-preview");
    expect(outcome.code).not.toBe(0);
    expect(outcome.stdout + outcome.stderr).toContain("does not serve Gateway, VirtualService, DestinationRule");
    expect(await namespaces()).toEqual(ofKubernetes);
  });
});

describe("Istio, installed by Pulumi from charts on disk", () => {
  it("comes up with the shop by two config values and one `pulumi up`", async () => {
    succeeded(await pulumi("config", "set", "--path", "istio.install", "true"));
    const setCharts = `pulumi config set --config-file ${configFile} --path istio.charts "$ISTIO_CHARTS"`;
    succeeded(await inLab("bash", "-c", setCharts));
    await switchTo("canary");
  });

  it("carries the stage", async () => {
    succeeded(await verify("canary"));
  });

  it("was there before the first pod: each has its sidecar", async () => {
    const names = "{range .items[*]}{.spec.initContainers[*].name} {.spec.containers[*].name}{'\\n'}{end}";
    const pods = await inLab("kubectl", "-n", "sock-shop", "get", "pods", "-o", `jsonpath=${names}`);
    const containers = succeeded(pods).stdout.trim().split("\n");
    expect(containers).toHaveLength(15);
    for (const pod of containers) expect(pod).toContain("istio-proxy");
  });

  it("leaves nothing to change, also when the cluster is read again", async () => {
    succeeded(await pulumi("preview", "--expect-no-changes", "--refresh"));
  });

  it("goes with the stack, and leaves nothing behind", async () => {
    expect((await traces()).length).toBeGreaterThan(20);
    succeeded(await pulumi("destroy", "--yes", "--skip-preview"));
    expect(await traces()).toEqual([]);
    expect(await namespaces()).toEqual(ofKubernetes);
  });
});
