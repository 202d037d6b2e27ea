import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { basename, join } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { madeBy } from "../../src/cluster/stack-mark";
import { folder, preview, projectDir, removeFolder, type Outcome } from "./preview";

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Report {
  readonly objects: readonly {
    readonly change?: string;
    readonly object: KubernetesObject;
    readonly fields?: object[];
  }[];
}

jest.setTimeout(60_000);

const git = (...args: string[]) => execFileSync("git", args, { cwd: projectDir, encoding: "utf8" });
const byKey = (objects: Iterable<KubernetesObject>) =>
  Object.fromEntries([...objects].map((object) => [`${object.kind}/${object.metadata.name}`, object]));

/** The provider leaves out what is empty. */
const withoutEmptyLists = (_: unknown, value: unknown) =>
  Array.isArray(value) && value.length === 0 ? undefined : value;

/** Which stack made an object is known where one is made, and not where manifests are written. */
function unmarked({ metadata, ...object }: KubernetesObject): KubernetesObject {
  const { annotations = {}, ...rest } = metadata as { name: string; annotations?: Record<string, string> };
  const kept = Object.entries(annotations).filter(([key]) => key !== madeBy);
  return { ...object, metadata: { ...rest, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) } };
}

/** The objects that a reviewer has seen: all of the baseline, and what differs from it in another stage. */
function golden(stage: string) {
  const text = readFileSync(join(projectDir, "test/golden", `${stage}.yaml`), "utf8");
  return byKey(
    parseAllDocuments(text, { version: "1.1" }).map((document) =>
      unmarked(document.toJS({ reviver: withoutEmptyLists }) as KubernetesObject),
    ),
  );
}

async function shown(...args: string[]): Promise<string> {
  const { code, stdout, stderr, left } = await preview(args);
  expect({ code, left, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, left: [], stderr: "" });
  return stdout;
}

const report = async (...args: string[]) => JSON.parse(await shown(...args, "--json")) as Report;

function manifestsIn(name: string) {
  const files = readdirSync(join(folder, name));
  return { files, texts: files.map((file) => readFileSync(join(folder, name, file), "utf8")) };
}

/** One line for a mistake, and nothing on the standard output. */
function expectMistake({ code, stdout, stderr, left }: Outcome, message: string): void {
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("asking the engine"));
  expect({ code, stdout, lines, left }).toEqual({
    code: 2,
    stdout: "",
    lines: [expect.stringContaining(message)],
    left: [],
  });
}

let before: string;
beforeAll(() => {
  // All that the lab needs, the engine among it: a quarter of an hour where nothing is cached.
  execFileSync("npm", ["run", "--silent", "lab", "--", "build"], { cwd: projectDir });
  before = git("status", "--porcelain", "--ignored");
}, 60 * 60_000);

afterAll(() => {
  removeFolder();
  expect(git("status", "--porcelain", "--ignored")).toBe(before);
});

test("the baseline's objects are those that were reviewed, and so are its manifests", async () => {
  const { objects } = await report("baseline", "--yaml", "baseline");
  expect(byKey(objects.map(({ object }) => object))).toEqual(golden("baseline"));
  const { files, texts } = manifestsIn("baseline");
  expect(byKey(texts.map((text) => parse(text) as KubernetesObject))).toEqual(golden("baseline"));
  expect(files.sort()[0]).toMatch(/^1-.*namespace/);
});

test("what changes to the canary is what was reviewed", async () => {
  const { objects } = await report("canary", "--from", "baseline");
  const differ = objects.filter(({ change }) => change !== "unchanged");
  expect(byKey(differ.map(({ object }) => object))).toEqual(golden("canary"));
  expect(differ.map(({ change }) => change).sort()).toEqual(["changed", "changed", "changed", "changed", "created"]);
});

test("what is deleted has no manifest, and config is of both stages", async () => {
  const settings = ["--config", "canaryWeight=35", "--config", "images.carts=example/carts:1"];
  const text = await shown("baseline", "--from", "canary", "--diff", "--yaml", "back", ...settings);
  expect(text).toMatch(/deleted +│ Deployment +│ front-end-v2 /);
  expect(text).toContain("4 changed, 1 deleted, 85 unchanged");
  expect(text).toMatch(/spec\.http\[0\]\.route\[0\]\.weight\n +65 → \(none\)/);
  const { files, texts } = manifestsIn("back");
  expect(files.filter((file) => file.includes("front-end-v2"))).toEqual([]);
  expect(texts.filter((manifest) => manifest.includes("image: example/carts:1"))).toHaveLength(1);
});

test("a stack's file is where config starts", async () => {
  writeFileSync(join(folder, "Pulumi.mine.yaml"), stringify({ config: { "sock-shop:canaryWeight": 45 } }));
  expect(await shown("canary", "--config-file", "Pulumi.mine.yaml")).toContain("│ 55 % v1, 45 % v2 ");
});

test("no cluster is asked: neither the kubeconfig's, nor the one that a pod is in", async () => {
  const asked: Socket[] = [];
  const server = createServer((socket) => asked.push(socket.destroy())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const cluster = { name: "x", cluster: { server: `http://127.0.0.1:${port}` } };
  const context = { name: "x", context: { cluster: "x", user: "x" } };
  const users = [{ name: "x", user: {} }];
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, stringify({ clusters: [cluster], contexts: [context], users, "current-context": "x" }));
  const env = { KUBECONFIG: kubeconfig, KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: String(port) };
  const { code } = await preview(["canary"], { env });
  server.close();
  expect([code, asked.length]).toEqual([0, 0]);
});

test("secrets are in nothing that is shown or written", async () => {
  const copy = join(folder, "checkout");
  const elsewhere = ["node_modules", ".git", "test"];
  cpSync(projectDir, copy, { recursive: true, filter: (source) => !elsewhere.includes(basename(source)) });
  symlinkSync(join(projectDir, "node_modules"), join(copy, "node_modules"));
  appendFileSync(
    join(copy, "src/outputs/stage-record.ts"),
    `import { secret } from "@pulumi/pulumi";
    const at = (name: string) => ({ metadata: { name, namespace: "sock-shop" } });
    new kubernetes.core.v1.Secret("one", { ...at("one"), stringData: { password: "hunter2" } });
    new kubernetes.core.v1.ConfigMap("two", { ...at("two"), data: { password: secret("hunter2") } });
    new kubernetes.core.v1.ConfigMap("three", { ...at("three"), data: { password: "not so secret" } });`,
  );
  const { code, stdout, stderr } = await preview(["canary", "--yaml", "secretless"], { checkout: copy });
  expect(code).toBe(0);
  expect(stdout + stderr).toContain("hold secrets: ConfigMap/sock-shop/two, Secret/sock-shop/one.");
  expect(stdout + stderr).not.toContain("hunter2");
  const manifests = manifestsIn("secretless").texts.join();
  expect(manifests).toContain("not so secret");
  expect(manifests).not.toMatch(/hunter2|aHVudGVyMg/);
});

describe("a mistake is one line, exit code 2, and leaves nothing", () => {
  test.each([
    ["a stage that is not there", ["canry"], 'there is no stage "canry"; the stages are: baseline'],
    ["two stages for one field", ["canary,blue-green"], "Stages canary and blue-green both set front-end.routes"],
    ["a value", ["canary", "--config", "canaryWeight=101"], 'Config canaryWeight is "101". Allowed: a whole number'],
    ["a key", ["canary", "--config", "canaryWieght=1"], "Did you mean canaryWeight?"],
    ["a value of another type", ["canary", "--config", "canaryWeight=x"], "'canaryWeight' must be of type 'integer'"],
    ["a file", ["canary", "--config-file", "none.yaml"], "--config-file none.yaml: ENOENT"],
  ])("%s", async (_, args, message) => {
    expectMistake(await preview(args), message);
  });

  test("a folder that is not empty, which stays as it was", async () => {
    mkdirSync(join(folder, "full"));
    writeFileSync(join(folder, "full", "mine"), "");
    expectMistake(await preview(["canary", "--yaml", "full"]), "--yaml full: the folder is not empty");
    expect(readdirSync(join(folder, "full"))).toEqual(["mine"]);
  });
});

test("Ctrl-C ends it at once, with nothing left", async () => {
  const outcome = await preview(["canary", "--yaml", "stopped"], {
    meanwhile: (child) => {
      child.stderr?.on("data", (data: Buffer) => {
        // As a terminal does it: to npm and all that it has started.
        if (data.toString().includes("asking the engine")) process.kill(-(child.pid as number), "SIGINT");
      });
    },
  });
  expect(outcome).toMatchObject({ stdout: "", left: [] });
  // npm itself ends by the signal, or hands on the code.
  expect(["SIGINT", 130]).toContain(outcome.code);
  expect(readdirSync(folder)).not.toContain("stopped");
});
