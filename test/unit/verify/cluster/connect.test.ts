import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@kubernetes/client-node/package.json";
import { oneFile } from "../../../../src/loading/one-file";
import { connect } from "../../../../verify/cluster/connect";

// An ES module, which Jest cannot load as it is: the real one, in one file.
jest.mock("@kubernetes/client-node", () => {
  const used = ["CoreV1Api", "CustomObjectsApi", "Exec", "KubeConfig", "loadYaml", "PortForward"];
  return jest.requireActual<object>(oneFile("@kubernetes/client-node", version, used) ?? "");
});

const folder = mkdtempSync(join(tmpdir(), "verify-connect-"));
const environment = { ...process.env };
afterAll(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

/** An API server with no pods, that notes whom it was asked as. */
async function apiServer() {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url.replace(/\?.*/, ""));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ kind: "PodList", apiVersion: "v1", items: [] }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((closed) => server.close(() => closed()));
  return { asked, address: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
}

/** A kubeconfig with one context. @param name of the file, and of its cluster and user unless another is given */
function kubeconfig(name: string, server: string, more: { context?: string; cluster?: object } = {}): string {
  const { context = name, cluster = {} } = more;
  const file = join(folder, name);
  const content = {
    "current-context": context,
    contexts: [{ name: context, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server, ...cluster } }],
    users: [{ name, user: {} }],
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const open = (context?: string) =>
  connect({ context, namespace: "shop", gatewayNamespace: undefined }, new AbortController().signal);

test("of several files the first that names a context is believed, as kubectl and the provider do", async () => {
  await using first = await apiServer();
  await using second = await apiServer();
  process.env["KUBECONFIG"] = [
    join(folder, "not-there"),
    kubeconfig("first", first.address, { context: "shop" }),
    kubeconfig("second", second.address, { context: "shop" }),
  ].join(":");
  expect((await open()).context).toBe("shop");
  expect([first.asked, second.asked]).toEqual([["/api/v1/namespaces/shop/pods"], []]);
});

test("a context of the second file can be chosen", async () => {
  await using first = await apiServer();
  await using second = await apiServer();
  process.env["KUBECONFIG"] = [kubeconfig("first", first.address), kubeconfig("second", second.address)].join(":");
  expect((await open("second")).context).toBe("second");
  expect([first.asked, second.asked]).toEqual([[], ["/api/v1/namespaces/shop/pods"]]);
});

const far = "https://127.0.0.1:1";

test.each([
  ["no context gone", "gone", {}, "the kubeconfig has no context gone\nchoose with --context: one, two"],
  [
    "a proxy that the client does not know",
    undefined,
    { "proxy-url": "ftp://proxy" },
    /has the proxy-url ftp:\/\/proxy/,
  ],
])("%s is said in words before anything is asked", async (_, context, cluster, message) => {
  process.env["KUBECONFIG"] = [kubeconfig("one", far, { cluster }), kubeconfig("two", far)].join(":");
  await expect(open(context)).rejects.toThrow(message);
});

test.each([
  ["there is none", "missing", undefined, /there is no kubeconfig: .*missing does not exist\nset KUBECONFIG/],
  ["it is broken", "broken", "a: [", /the kubeconfig .*broken cannot be used: .*broken: /],
  ["it chooses nothing", "empty", "", /the kubeconfig .*empty has no current context\nchoose with --context: /],
])("%s: that is said", async (_, name, content, message) => {
  const file = join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  process.env["KUBECONFIG"] = file;
  await expect(open()).rejects.toThrow(message);
});
