import { createServer as createHttpServer } from "node:http";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import os, { tmpdir, userInfo } from "node:os";
import { join, relative } from "node:path";
import { askCluster } from "../../../../src/cluster/ask-cluster";
import { type ClusterAccess, kubeConfig, kubectl } from "../../../../src/cluster/cluster";
import { kubernetesClient } from "../../../../src/cluster/kubernetes-client";

const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
const file = (name: string) => join(folder, name);

/** A kubeconfig with a context, a cluster and a user of one name, in JSON, which is YAML too. */
function kubeconfig(name: string, more: { cluster?: object; user?: object; current?: string } = {}): string {
  return JSON.stringify({
    "current-context": more.current ?? name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: `https://${name}.example:6443`, ...more.cluster } }],
    users: [{ name, user: { token: `${name}'s`, ...more.user } }],
  });
}

const files: Record<string, string> = {
  a: kubeconfig("a"),
  b: kubeconfig("b"),
  "another-a": kubeconfig("a", { cluster: { server: "https://other.example" }, user: { token: "other" } }),
  "no-context": kubeconfig("n", { current: "" }),
  dangling: kubeconfig("d", { current: "gone" }),
  empty: " \n  # nothing yet\n",
  broken: "a: [",
  text: "just words",
  twice: JSON.stringify({ clusters: [{ name: "t" }, { name: "t" }] }),
  paths: kubeconfig("p", {
    cluster: { "certificate-authority": "ca.crt" },
    user: { "client-certificate": "me.crt", "client-key": "/keys/me.key", exec: { command: "./login" } },
  }),
  "token-file": kubeconfig("f", { user: { token: "old", tokenFile: "token" } }),
  token: "fresh\n",
};
for (const [name, text] of Object.entries(files)) writeFileSync(file(name), text);
mkdirSync(file("folder"));

const environment = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^KUBE|_proxy$/i.test(name)) Reflect.deleteProperty(process.env, name);
  }
  jest.spyOn(os, "homedir").mockReturnValue(folder);
});
afterAll(() => (process.env = environment));

/** With `KUBECONFIG` of these names, joined as in a shell. */
function withFiles(names: string | undefined) {
  if (names === undefined) return;
  process.env["KUBECONFIG"] = names.replace(/[^:]+/g, (name) => (name.startsWith("/") ? name : file(name)));
}

const serverOf = async (access: ClusterAccess = {}) => (await kubeConfig(access)).getCurrentCluster()?.server;

describe("KUBECONFIG, as kubectl reads it", () => {
  test.each([
    ["one file", "a", "https://a.example:6443"],
    ["the first context of several files", "a:b", "https://a.example:6443"],
    ["in their order", "b:a", "https://b.example:6443"],
    ["a file that is there twice", "a:a", "https://a.example:6443"],
    ["the first of two clusters of one name", "another-a:a", "https://other.example"],
    ["a missing file at the end", "a:/nowhere/kubeconfig", "https://a.example:6443"],
    ["a missing file at the beginning", "/nowhere/kubeconfig:b", "https://b.example:6443"],
    ["an empty file, and empty names", ":empty::b:", "https://b.example:6443"],
    ["a file without a context of its own", "no-context:b", "https://b.example:6443"],
  ])("%s", async (_, names, server) => {
    withFiles(names);
    expect(await serverOf()).toBe(server);
  });

  test("a user goes with its name, too: the first is believed", async () => {
    withFiles("another-a:a");
    expect((await kubeConfig({})).getCurrentUser()).toMatchObject({ token: "other" });
  });

  test("a context and a cluster of any of the files can be asked for", async () => {
    withFiles("a:b:no-context");
    expect(await serverOf({ context: "n" })).toBe("https://n.example:6443");
    expect(await serverOf({ cluster: "b" })).toBe("https://b.example:6443");
    expect((await kubeConfig({ cluster: "b" })).getCurrentUser()).toMatchObject({ token: "a's" });
  });

  test("paths go on from the file's folder, but for commands that are looked for on the PATH", async () => {
    process.env["KUBECONFIG"] = relative(process.cwd(), file("paths"));
    const config = await kubeConfig({});
    expect(config.getCurrentCluster()).toMatchObject({ caFile: file("ca.crt") });
    expect(config.getCurrentUser()).toMatchObject({ certFile: file("me.crt"), keyFile: "/keys/me.key" });
    expect(config.getCurrentUser()?.exec).toMatchObject({ command: file("login") });
    process.env["KUBECONFIG"] = file("a");
    writeFileSync(file("a"), kubeconfig("a", { user: { exec: { command: "login" } } }));
    expect((await kubeConfig({})).getCurrentUser()?.exec).toMatchObject({ command: "login" });
    writeFileSync(file("a"), files["a"] ?? "");
  });

  test("a token in a file goes before one beside it", async () => {
    withFiles("token-file");
    expect((await kubeConfig({})).getCurrentUser()).toMatchObject({ token: "fresh" });
  });

  test("without it, the one at home", async () => {
    mkdirSync(file(".kube"), { recursive: true });
    writeFileSync(file(".kube/config"), files["b"] ?? "");
    expect(await serverOf()).toBe("https://b.example:6443");
    writeFileSync(file(".kube/config"), "");
  });
});

describe("the provider's kubeconfig", () => {
  test("is a file, whatever KUBECONFIG says", async () => {
    withFiles("b");
    expect(await serverOf({ kubeconfig: file("a") })).toBe("https://a.example:6443");
  });

  test("is what would be in one", async () => {
    expect(await serverOf({ kubeconfig: kubeconfig("inside") })).toBe("https://inside.example:6443");
  });

  test("may begin with ~, which is the user's home by the machine's own list", async () => {
    const home = relative(userInfo().homedir, folder);
    expect(await serverOf({ kubeconfig: `~/${home}/a` })).toBe("https://a.example:6443");
  });
});

describe("refused, in one line", () => {
  const contexts = "Contexts: kubectl config get-contexts";
  const set = `Type: pulumi config set kubernetes:context NAME. ${contexts}`;
  const look = "Type: kubectl config get-contexts";
  const view = "Type: kubectl config view --minify";
  const inline = (more: Parameters<typeof kubeconfig>[1]) => ({ kubeconfig: kubeconfig("c", more) });
  test.each<[string, string | undefined, ClusterAccess, string]>([
    ["no kubeconfig at all", "/nowhere", {}, `No cluster is chosen. ${set}`],
    ["no context", "no-context", {}, `No cluster is chosen. ${set}`],
    [
      "a context that is not there",
      "a",
      { context: "x" },
      `No cluster is chosen: the kubeconfig has no context x. ${set}`,
    ],
    [
      "a current context that is not there",
      "dangling",
      {},
      `No cluster is chosen: the kubeconfig has no context gone. ${set}`,
    ],
    [
      "a current context that is not there, where the provider wants one that is",
      undefined,
      { kubeconfig: file("dangling"), context: "d" },
      `No cluster is chosen: the kubeconfig has no context gone. ${set}`,
    ],
    [
      "a cluster that is not there",
      "a",
      { cluster: "x" },
      `No cluster is chosen: the kubeconfig has no cluster x. Type: pulumi config rm kubernetes:cluster. ${contexts}`,
    ],
    [
      "a cluster without a server",
      undefined,
      inline({ cluster: { server: "", "tls-server-name": "c" } }),
      `No cluster is chosen: cluster c of the kubeconfig has no server. ${set}`,
    ],
    ["what cannot be parsed", "a:broken", {}, `The kubeconfig cannot be used: ${file("broken")}: `],
    ["what is no mapping", "text", {}, `${file("text")}: it is "just words" and no mapping. ${look}`],
    ["a name that is there twice", "twice", {}, `${file("twice")}: it has cluster "t" twice. ${look}`],
    ["a folder", "folder", {}, `The kubeconfig cannot be used: ${file("folder")}: EISDIR`],
    [
      "a file of the provider's that is not there",
      "a",
      { kubeconfig: "/nowhere" },
      `The kubeconfig cannot be used: there is no file /nowhere, which kubernetes:kubeconfig names. ${look}`,
    ],
    [
      "paths that the provider looks for elsewhere than kubectl",
      undefined,
      { kubeconfig: file("paths") },
      `The kubeconfig cannot be used: ${file("paths")} names ca.crt, which Pulumi's provider looks for in ${process.cwd()}. ` +
        `Type: pulumi config rm kubernetes:kubeconfig && export KUBECONFIG=${file("paths")}`,
    ],
    [
      "to be somebody in groups, which the client does not send",
      undefined,
      inline({ user: { as: "me", "as-groups": ["us"] } }),
      `The kubeconfig cannot be used: the user of context c has as-groups, which this program cannot send with what it asks. ${view}`,
    ],
    [
      "a proxy of another kind",
      undefined,
      inline({ cluster: { "proxy-url": "ftp://p.example" } }),
      `The kubeconfig cannot be used: context c has the proxy-url ftp://p.example, which is none of http, https or socks5. ${view}`,
    ],
    [
      "credentials to be typed",
      undefined,
      inline({ user: { exec: { command: "login", interactiveMode: "Always" } } }),
      `The kubeconfig cannot be used: context c asks for credentials at the terminal, which Pulumi does not hand on. ${view}`,
    ],
  ])("%s", async (_, names, access, message) => {
    withFiles(names);
    const answer = askCluster(access, () => Promise.resolve());
    await expect(answer).rejects.toThrow(message);
    await expect(answer).rejects.not.toThrow("\n");
  });
});

describe("what is asked", () => {
  /** A server that says who asks; the version is all that it knows. */
  async function apiServer() {
    const asked: string[] = [];
    const server = createHttpServer(({ headers }, response) => {
      asked.push(headers.authorization ?? String(headers["impersonate-user"] ?? "nobody"));
      response.setHeader("content-type", "application/json").end(JSON.stringify({ items: [] }));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return { asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
  }

  const namespaces = async (access: ClusterAccess) => {
    const { CoreV1Api } = await kubernetesClient();
    return askCluster(access, (config, options) => config.makeApiClient(CoreV1Api).listNamespace({}, options));
  };

  test("a server without TLS, to which no credentials go", async () => {
    const { asked, address, server } = await apiServer();
    const user = { token: "secret", username: "me", password: "secret", as: "somebody" };
    for (const url of [`http://${address}`, `http://${address}/`, address]) {
      await namespaces({ kubeconfig: kubeconfig("http", { cluster: { server: url }, user }) });
    }
    expect(asked).toEqual(["somebody", "somebody", "somebody"]);
    server.close();
  });

  test.each(["proxy-url", "environment"])("a server behind a proxy of the %s", async (way) => {
    const { asked, address, server } = await apiServer();
    const through: string[] = [];
    const proxy = createHttpServer().on("connect", (request, client) => {
      through.push(request.url ?? "");
      const [, port] = address.split(":");
      const onward = connect(Number(port), "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      onward.pipe(client).pipe(onward);
    });
    await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    if (way === "environment") process.env["HTTP_PROXY"] = url;
    const cluster = { server: "http://hidden.example:80", ...(way === "proxy-url" && { "proxy-url": url }) };
    await namespaces({ kubeconfig: kubeconfig("hidden", { cluster }) });
    expect([through, asked]).toEqual([["hidden.example:80"], ["nobody"]]);
    server.closeAllConnections();
    server.close();
    proxy.close();
  });

  test("a program for credentials is told what it is asked for, and may take as long as the cluster", async () => {
    const told = (command: string, more: object = {}) => ({
      kubeconfig: kubeconfig("e", {
        user: { token: undefined, exec: { apiVersion: "client.authentication.k8s.io/v1", command, ...more } },
      }),
    });
    const { exec } = (await kubeConfig(told("login", { provideClusterInfo: true }))).getCurrentUser() as {
      exec: { env: { name: string; value: string }[] };
    };
    expect(exec.env.map(({ name, value }) => [name, JSON.parse(value)])).toEqual([
      [
        "KUBERNETES_EXEC_INFO",
        {
          kind: "ExecCredential",
          apiVersion: "client.authentication.k8s.io/v1",
          spec: { interactive: false, cluster: { server: "https://e.example:6443" } },
        },
      ],
    ]);
    const { CoreV1Api } = await kubernetesClient();
    await expect(
      askCluster(
        told("sleep", { args: ["1"] }),
        (config, options) => config.makeApiClient(CoreV1Api).listNamespace({}, options),
        50,
      ),
    ).rejects.toThrow("Cluster e at https://e.example:6443 cannot be used: no answer in 0.05 s.");
  });
});

test("kubectl is told the same cluster", () => {
  expect(kubectl({}, "a")).toBe("kubectl --context a");
  expect(kubectl({ kubeconfig: file("a"), cluster: "b" }, "a")).toBe(
    `kubectl --kubeconfig ${file("a")} --context a --cluster b`,
  );
  expect(kubectl({ kubeconfig: files["a"] ?? "" }, "a")).toBe(
    "kubectl --kubeconfig <(pulumi config get kubernetes:kubeconfig) --context a",
  );
  expect(kubectl({}, "in-cluster")).toBe("kubectl");
});
