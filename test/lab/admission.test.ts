import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { type DeclaredObject, runProgram } from "../unit/src/engine";
import { inLab, succeeded } from "./lab";
import { withLab } from "./started";

withLab();

const folder = mkdtempSync(join(tmpdir(), "sock-shop-admission-"));
const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const list = (items: readonly object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });

interface Pod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly containers: readonly object[] };
}

let deployments: DeclaredObject[];
let pods: Pod[];
const names = () => pods.map(({ metadata }) => metadata.name).sort();

/** What the API server says of pods that it would take, and why it refuses the others. */
async function admit(namespace: string, objects: readonly object[]): Promise<{ admitted: string[]; said: string }> {
  const file = write(`${namespace}.json`, list(objects));
  const outcome = await inLab("kubectl", "-n", namespace, "create", "--dry-run=server", "-f", file);
  const admitted = [...outcome.stdout.matchAll(/^\S+\/(\S+) created/gm)].map(([, name = ""]) => name);
  return { admitted: admitted.sort(), said: outcome.stderr };
}

const namespaces: Record<string, Record<string, string>> = {
  "admission-baseline": { enforce: "baseline" },
  "admission-restricted": { enforce: "restricted" },
  "admission-sidecars": { enforce: "baseline" },
  "admission-warning": { enforce: "privileged", warn: "restricted" },
};

beforeAll(async () => {
  // Between them these stages deploy all there is: v2 of front-end, and fortio.
  const { objects } = await runProgram({ stage: "canary,circuit-breaking" });
  deployments = [...objects.values()].filter(({ kind }) => kind === "Deployment");
  pods = deployments.map(({ metadata, spec }) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: metadata.name, labels: spec.template.metadata.labels },
    // The accounts are in the shop's namespace.
    spec: { ...spec.template.spec, serviceAccountName: "default" },
  }));
  for (const [name, modes] of Object.entries(namespaces)) {
    const labels = Object.entries(modes).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level]);
    if (name === "admission-sidecars") labels.push(["istio-injection", "enabled"]);
    const metadata = { name, labels: Object.fromEntries(labels) };
    const file = write("namespace.json", JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata }));
    succeeded(await inLab("kubectl", "apply", "-f", file));
  }
});

afterAll(async () => {
  await inLab("kubectl", "delete", "namespace", "--ignore-not-found", "--wait=false", ...Object.keys(namespaces));
});

it("baseline takes every pod of the shop", async () => {
  expect(names()).toHaveLength(16);
  expect((await admit("admission-baseline", pods)).admitted).toEqual(names());
});

it.each([
  ["a privileged container", { containers: [{ name: "x", image: "x:1", securityContext: { privileged: true } }] }],
  ["the node's network", { hostNetwork: true, containers: [{ name: "x", image: "x:1" }] }],
])("baseline refuses %s, the control", async (_, spec) => {
  const { admitted, said } = await admit("admission-baseline", [
    { apiVersion: "v1", kind: "Pod", metadata: { name: "control" }, spec },
  ]);
  expect(admitted).toEqual([]);
  expect(said).toContain('violates PodSecurity "baseline:latest"');
});

it("restricted takes all but user-db, which says why it is root", async () => {
  const { admitted, said } = await admit("admission-restricted", pods);
  expect(admitted).toEqual(names().filter((name) => name !== "user-db"));
  expect(said).toContain("runAsUser=0");
});

it("the warning that the shop's namespace asks for is about user-db alone", async () => {
  const { admitted, said } = await admit(
    "admission-warning",
    deployments.map((deployment) => ({ ...deployment, metadata: { name: deployment.metadata.name } })),
  );
  expect(admitted).toEqual(names());
  expect(said.match(/Warning: would violate PodSecurity "restricted:latest"/g)).toHaveLength(1);
  expect(said).toContain('container "user-db"');
});

it("baseline refuses every pod that got istio-init, for its capabilities and nothing else", async () => {
  const { admitted, said } = await admit("admission-sidecars", pods);
  expect(admitted).toEqual([]);
  const reasons = said.match(/violates PodSecurity "baseline:latest": .*/g) ?? [];
  expect(reasons).toHaveLength(pods.length);
  expect([...new Set(reasons)]).toEqual([
    'violates PodSecurity "baseline:latest": non-default capabilities (container "istio-init" must not include "NET_ADMIN", "NET_RAW" in securityContext.capabilities.add)',
  ]);
});

it("baseline takes every pod with the sidecar that Istio CNI makes, which is what podSecurity is for", async () => {
  const charts = ["manifest", "generate", "--set", "components.cni.enabled=true", "--set", "tag=1.31"];
  const { stdout } = succeeded(await inLab("istioctl", ...charts));
  const maps = parseAllDocuments(stdout).map((document) => document.toJSON() as DeclaredObject | null);
  const data = (name: string) => maps.find((one) => one?.kind === "ConfigMap" && one.metadata.name === name)?.data;
  const injector = data("istio-sidecar-injector");
  const injected = succeeded(
    await inLab(
      ...["istioctl", "kube-inject", "-f", write("pods.json", list(pods))],
      ...["--injectConfigFile", write("config.yaml", injector.config)],
      ...["--valuesFile", write("values.json", injector.values)],
      ...["--meshConfigFile", write("mesh.yaml", data("istio").mesh)],
    ),
  ).stdout;
  const withSidecars = parseAllDocuments(injected).flatMap((document) => {
    const object = document.toJSON() as { kind?: string; items?: Pod[] } | null;
    return object?.items ?? (object?.kind === "Pod" ? [object as unknown as Pod] : []);
  });
  expect(JSON.stringify(withSidecars).match(/"name":"istio-validation"/g)).toHaveLength(pods.length);
  expect((await admit("admission-baseline", withSidecars)).admitted).toEqual(names());
});
