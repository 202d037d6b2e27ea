import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeclaredObject, Run } from "../engine";
import { runProgram } from "../engine";

const charts = mkdtempSync(join(tmpdir(), "charts-"));
for (const chart of ["base", "istiod", "gateway"]) {
  mkdirSync(join(charts, chart));
  writeFileSync(join(charts, chart, "Chart.yaml"), "");
}

const run = (istio: object, more: Record<string, string> = {}): Promise<Run> =>
  runProgram({ istio: JSON.stringify({ install: true, ...istio }), ...more });

function release({ objects }: Run, name: string): DeclaredObject {
  const found = objects.get(`Release/${name}`);
  if (found === undefined) throw new Error(`no release ${name}, but ${[...objects.keys()].join(", ")}`);
  return found;
}

describe("Istio's control plane", () => {
  test("is not there unless config asks for it", async () => {
    const { resources } = await runProgram();
    expect(resources.filter(({ type }) => /IstioControlPlane|Release/.test(type))).toEqual([]);
  });

  test("is three releases in a namespace that says who made it", async () => {
    const result = await run({});
    const repository = { repo: "https://istio-release.storage.googleapis.com/charts" };
    const common = { namespace: "istio-system", version: "1.30.4", repositoryOpts: repository };
    expect(release(result, "istio-base")).toMatchObject({ ...common, chart: "base", name: "istio-base", values: {} });
    expect(release(result, "istiod")).toMatchObject({ ...common, chart: "istiod", name: "istiod" });
    expect(release(result, "istio-ingressgateway")).toMatchObject({
      ...common,
      chart: "gateway",
      values: { service: {} },
    });
    expect(result.objects.get("Namespace/istio-system")?.metadata).toEqual({
      name: "istio-system",
      labels: { "sock-shop/installed-by": "sock-shop.test" },
    });
  });

  test("takes charts from a folder, whose version is its own, or from an OCI registry", async () => {
    expect(release(await run({ charts: `${charts}/` }), "istiod")).toMatchObject({ chart: `${charts}/istiod` });
    expect(release(await run({ charts }), "istiod").version).toBeUndefined();
    const istiod = release(await run({ charts: "oci://registry.example/istio", version: "1.29.2" }), "istiod");
    expect(istiod).toMatchObject({ chart: "oci://registry.example/istio/istiod", version: "1.29.2" });
    expect(istiod.repositoryOpts).toBeUndefined();
  });

  test("labels the gateway's pods as the shop's Gateway selects them", async () => {
    const result = await run({}, { gatewaySelector: "public" });
    // The chart labels pods `istio: <name of the release, less istio->`.
    expect(release(result, "istio-public").name).toBe("istio-public");
    expect(result.objects.get("Gateway/sock-shop")?.spec.selector).toEqual({ istio: "public" });
  });

  test("opens the gateway as told, with all of the chart's ports, and lets given values win", async () => {
    const { service } = release(await run({ nodePort: 30080 }), "istio-ingressgateway").values;
    expect(service).toEqual({
      type: "NodePort",
      ports: [
        { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
        { name: "http2", port: 80, protocol: "TCP", targetPort: 80, nodePort: 30080 },
        { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
      ],
    });
    const both = release(await run({ nodePort: 30080, tlsNodePort: 30443 }), "istio-ingressgateway").values;
    expect(both).toHaveProperty("service.ports", [
      ...service.ports.slice(0, 2),
      { ...service.ports[2], nodePort: 30443 },
    ]);
    const own = { service: { type: "LoadBalancer", loadBalancerIP: "192.0.2.1" }, replicaCount: 2 };
    const values = { gateway: own, istiod: { global: { hub: "registry.example/istio" } } };
    const result = await run({ gatewayType: "ClusterIP", values });
    expect(release(result, "istio-ingressgateway").values).toEqual(own);
    expect(release(result, "istiod").values).toMatchObject(values.istiod);
  });

  test("knows where traces go in every stage, beside what is given, and never twice", async () => {
    const own = { name: "sock-shop-zipkin", zipkin: { service: "zipkin.sock-shop.svc.cluster.local", port: 9411 } };
    expect(release(await run({}), "istiod").values).toEqual({ meshConfig: { extensionProviders: [own] } });
    const elsewhere = { name: "shop-zipkin", zipkin: { service: "zipkin.shop.svc.cluster.local", port: 9411 } };
    const theirs = { name: "otel", opentelemetry: { service: "otel.example", port: 4317 } };
    const meshConfig = { accessLogFile: "/dev/stdout", extensionProviders: [theirs] };
    const given = { values: { istiod: { meshConfig } } };
    expect(release(await run(given, { namespace: "shop" }), "istiod").values).toEqual({
      meshConfig: { accessLogFile: "/dev/stdout", extensionProviders: [theirs, elsewhere] },
    });
    const same = { meshConfig: { extensionProviders: [{ ...own, zipkin: { service: "zipkin.example", port: 80 } }] } };
    expect(release(await run({ values: { istiod: same } }), "istiod").values).toEqual(same);
  });

  test("is there before the shop: each part waits for the one before, all of the shop for the last", async () => {
    const { dependencies, resources } = await run({});
    const waitsFor = (object: string) => [...(dependencies.get(object) ?? [])].sort();
    expect(waitsFor("Release/istio-base")).toEqual(["Namespace/istio-system"]);
    expect(waitsFor("Release/istiod")).toEqual(["Namespace/istio-system", "Release/istio-base"]);
    expect(waitsFor("Release/istio-ingressgateway")).toEqual(["Namespace/istio-system", "Release/istiod"]);
    // A component is a name only; what it holds is made in the cluster.
    const made = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ name }) => name);
    const first = ["istio-system", "istio-base", "istiod", "istio-ingressgateway"];
    expect(made.slice(0, first.length)).toEqual(first);
    expect(made.length).toBeGreaterThan(50);
  });
});

describe("the post-renderer of the base chart", () => {
  const rendered = (input: string) => spawnSync("src/istio/without-keep", { input, encoding: "utf8" });

  test("takes Helm's mark to be kept off, quoted or not, and nothing else", () => {
    const before = [
      "a:",
      '    "helm.sh/resource-policy": keep',
      "    helm.sh/resource-policy: keep",
      "  other: keep",
      "",
    ];
    expect(rendered(before.join("\n"))).toMatchObject({ status: 0, stdout: "a:\n  other: keep\n" });
  });

  test("is what the release of the base chart names, and no other", async () => {
    const result = await run({});
    expect(release(result, "istio-base").postrender).toBe("./src/istio/without-keep");
    expect(release(result, "istiod").postrender).toBeUndefined();
  });
});
