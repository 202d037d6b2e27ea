import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configFile, inLab, type Outcome, pulumi, succeeded, switchTo } from "./lab";
import { withLab } from "./started";

withLab();

const kubectl = async (...args: string[]) => succeeded(await inLab("kubectl", ...args)).stdout;
const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);
const folder = mkdtempSync(join(tmpdir(), "sock-shop-other-clusters-"));

function file(name: string, objects: readonly object[]): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
  return path;
}

/** What there is, and which state of it: a `pulumi up` that changes anything changes this. */
async function state(): Promise<string> {
  const columns =
    "custom-columns=N:.metadata.namespace,A:.metadata.name,U:.metadata.uid,G:.metadata.generation,L:.metadata.labels";
  const kinds =
    "namespaces,services,configmaps,deployments,gateways.networking.istio.io,virtualservices,destinationrules";
  return kubectl("get", kinds, "--all-namespaces", "--no-headers", "-o", columns);
}

/** Fails unless `pulumi up` refuses with these words, and has changed nothing. */
async function refused(words: readonly string[], run: () => Promise<Outcome> = up): Promise<void> {
  const before = await state();
  const { code, stdout, stderr } = await run();
  const said = stdout + stderr;
  for (const word of [...words, "Nothing was changed."]) expect(said).toContain(word);
  expect(code).not.toBe(0);
  expect(await state()).toBe(before);
}

/** Runs with another value of a config key, and puts back what was there. */
async function withConfig(key: string, value: string, run: () => Promise<void>): Promise<void> {
  succeeded(await pulumi("config", "set", key, value));
  try {
    await run();
  } finally {
    succeeded(await pulumi("config", "rm", key));
  }
}

/** Runs while the objects are there. */
async function withObjects(path: string, run: () => Promise<void>): Promise<void> {
  await kubectl("apply", "-f", path);
  try {
    await run();
  } finally {
    await kubectl("delete", "-f", path, "--ignore-not-found");
  }
}

const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
const istio = (kind: string, name: string, spec: object) => ({
  apiVersion: "networking.istio.io/v1",
  kind,
  metadata: { name, namespace: "other-team" },
  spec,
});
const door = (hosts: string[], tls?: object) =>
  istio("Gateway", "door", {
    selector: { istio: "ingressgateway" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts, ...(tls && { tls }) }],
  });
const app = (hosts: string[]) =>
  istio("VirtualService", "app", { hosts, gateways: ["door"], http: [{ directResponse: { status: 200 } }] });

beforeAll(() => switchTo("baseline"));

describe("a mesh of revisions", () => {
  const name = "istio-sidecar-injector";

  it("that would not inject the shop's namespace is named, with the key that helps", async () => {
    const whole = await kubectl("get", "mutatingwebhookconfiguration", name, "-o", "json");
    const { metadata, ...rest } = JSON.parse(whole) as { metadata: { labels: object }; webhooks: { name: string }[] };
    const put = (webhooks: { name: string }[]) => {
      const path = join(folder, "injector.json");
      writeFileSync(path, JSON.stringify({ ...rest, metadata: { name, labels: metadata.labels }, webhooks }));
      return kubectl("replace", "-f", path);
    };
    await put(rest.webhooks.filter((webhook) => webhook.name.startsWith("rev.")));
    try {
      await refused(["gives its pods no sidecars", "Type: pulumi config set istioRevision default"]);
    } finally {
      await put(rest.webhooks);
    }
  });

  it("that has no such revision is named too", async () => {
    await withConfig("istioRevision", "gone", () =>
      refused(["istio.io/rev=gone", "Type: pulumi config rm istioRevision"]),
    );
  });
});

describe("a namespace that others have", () => {
  it("is not taken over", async () => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "theirs", namespace: "other-team" } };
    await withObjects(file("namespace", [namespace("other-team"), config]), () =>
      withConfig("namespace", "other-team", () =>
        refused(["Namespace other-team of", "this stack did not make it", "pulumi config set createNamespace false"]),
      ),
    );
  });

  it("with objects of the shop's names in it neither", async () => {
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: "user", namespace: "other-team" } };
    const objects = [namespace("other-team"), { ...service, spec: { ports: [{ port: 80 }] } }];
    await withObjects(file("names", objects), () =>
      withConfig("namespace", "other-team", () =>
        withConfig("createNamespace", "false", () => refused(["Service/user, which this stack did not make"])),
      ),
    );
  });

  it("is not taken over from another stack", async () => {
    const other = (...args: string[]) => inLab("env", "PULUMI_STACK=other", "pulumi", "--non-interactive", ...args);
    succeeded(await other("stack", "init", "other", "--no-select"));
    try {
      await refused(["has the shop of another stack, which was then stack dev"], () =>
        other("up", "--yes", "--skip-preview", "--config-file", configFile),
      );
    } finally {
      succeeded(await other("stack", "rm", "other", "--yes", "--force"));
    }
  });
});

describe("the gateway's host", () => {
  it.each<[string, object[], string]>([
    ["another application has it", [door(["*"]), app(["*"])], "VirtualService other-team/app of"],
    ["another Gateway redirects it", [door(["*"], { httpsRedirect: true })], "Gateway other-team/door of"],
  ])("%s", async (_, objects, named) => {
    await withObjects(file("entrance", [namespace("other-team"), ...objects]), () =>
      refused([named, "host * at port 80", "pulumi config set hosts"]),
    );
  });

  it("another application has one of its own, and both answer", async () => {
    const objects = [namespace("other-team"), door(["app.example.com"]), app(["app.example.com"])];
    await withObjects(file("entrance", objects), async () => void succeeded(await up()));
  });
});

describe("a gateway", () => {
  it("is found by another label than istio", async () => {
    await withConfig("gatewaySelector", "app=istio-ingressgateway", async () => void succeeded(await up()));
    succeeded(await up());
  });
});

describe("a mesh that looks at some namespaces only", () => {
  it("is named, with the label that is missing", async () => {
    const configMap = ["-n", "istio-system", "configmap", "istio"];
    const found = JSON.parse(await kubectl("get", ...configMap, "-o", "json")) as { data: { mesh: string } };
    const put = (mesh: string) =>
      kubectl("patch", ...configMap, "--type", "merge", "-p", JSON.stringify({ data: { mesh } }));
    await put(`${found.data.mesh}\ndiscoverySelectors:\n- matchLabels:\n    looked-at: "true"\n`);
    try {
      await refused(["does not look at namespace sock-shop", "kubectl label namespace sock-shop looked-at=true"]);
    } finally {
      await put(found.data.mesh);
    }
  });
});

describe("a state that does not fit the cluster", () => {
  it("is seen before anything is made, and `pulumi up --refresh` mends it", async () => {
    await kubectl("-n", "sock-shop", "delete", "virtualservice/payment", "destinationrule/payment");
    try {
      await refused([
        "payment, which this stack made, is not in",
        "Type, to make anew what is gone: pulumi up --refresh",
      ]);
    } finally {
      succeeded(await up("--refresh"));
    }
    expect(await kubectl("-n", "sock-shop", "get", "virtualservice/payment", "-o", "name")).toContain("payment");
  });
});
