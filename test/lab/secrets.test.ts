import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configFile, inLab, projectDir, pulumi, run, succeeded, switchTo } from "./lab";
import { withLab } from "./started";

withLab();

const state = "/var/lib/sock-shop-lab";

/** What the lab's keys and tokens look like wherever they might be copied to: a piece of each that is theirs alone. */
async function secrets(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  /** Both as a file has it and as a kubeconfig or a Secret does, at each of base64's three alignments. */
  const add = (name: string, text: string) => {
    const piece = text.slice(0, 48);
    // A key as JSON has 43 characters.
    expect(piece).toMatch(/^[\w+/.=-]{43,48}$/);
    found.set(name, piece);
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.from("x".repeat(shift) + piece).toString("base64");
      found.set(`${name} in base64, ${shift}`, encoded.slice(4, -4));
    }
  };
  for (const file of readdirSync(join(state, "pki")).filter((name) => name.endsWith(".key"))) {
    add(file, privatePart(readFileSync(join(state, "pki", file), "utf8")));
  }
  const secret = ["-n", "istio-system", "get", "secret", "istio-ca-secret", "-o", "jsonpath={.data.ca-key\\.pem}"];
  const istioKey = succeeded(await inLab("kubectl", ...secret)).stdout;
  add("Istio's key", privatePart(Buffer.from(istioKey, "base64").toString()));
  const token = succeeded(await inLab("kubectl", "-n", "sock-shop", "create", "token", "default")).stdout;
  // Its signature: header and claims may be known.
  add("a service account's token", token.trim().split(".")[2] ?? "");
  for (const [name, key] of await keptKeys()) add(name, key);
  return found;
}

/** The private halves of the keys that the stack keeps, by the name that it has for each. */
async function keptKeys(): Promise<[string, string][]> {
  const { stdout } = succeeded(await inLab("pulumi", "stack", "export", "--show-secrets"));
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: StateResource[] } };
  const stashes = deployment.resources.filter(({ type }) => type === "pulumi:index:Stash");
  return stashes.flatMap(({ urn, outputs }): [string, string][] => {
    const text = outputs.output.plaintext;
    if (text === undefined) return [];
    const kept = JSON.parse(JSON.parse(text) as string) as { d?: string; key?: string };
    return [[urn.split("::").at(-1) ?? "", kept.d ?? privatePart(kept.key ?? "")]];
  });
}

interface StateResource {
  readonly type: string;
  readonly urn: string;
  /** A secret is shown as its JSON, in a field of its own. */
  readonly outputs: { readonly output: { readonly plaintext?: string } };
}

/**
 * A line of a key that no certificate shares and no other key: of a short (elliptic) one the second, of a long (RSA) one
 * the ninth, as that begins with what is public.
 */
function privatePart(pem: string): string {
  const lines = pem.split("\n").slice(1);
  return (lines.length > 8 ? lines[8] : lines[1]) ?? "";
}

/** Every text below a folder. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

const namesIn = (texts: readonly string[], values: Map<string, string>): string[] =>
  [...values].filter(([, value]) => texts.some((text) => text.includes(value))).map(([name]) => name);

let values: Map<string, string>;
let up = "";
let log = "";
beforeAll(async () => {
  await switchTo("baseline");
  // The stage with a private key of its own.
  succeeded(await pulumi("config", "set", "stage", "gateway-tls"));
  const outcome = succeeded(await pulumi("up", "--yes", "--diff", "--logtostderr", "-v=3"));
  [up, log] = [outcome.stdout, outcome.stderr];
  values = await secrets();
});

it("there are keys and tokens to look for", () => {
  // Nine identities, the authority, the service accounts; Istio's authority; a token. Each as it is and in three encodings.
  // Of the stack: what signs tokens, what signs certificates, and the gateway's own.
  expect(values.size).toBe(4 * (13 + 3));
});

it.each<[string, () => string[] | Promise<string[]>]>([
  ["Pulumi's state, its backups and history", () => filesOf(join(state, "pulumi"))],
  ["what `pulumi up` prints", () => [up]],
  ["the logs of the lab's programs", () => filesOf(join(state, "logs"))],
  ["the stack's configuration", () => [readFileSync(configFile, "utf8")]],
  ["the stack's outputs", async () => [succeeded(await inLab("pulumi", "stack", "output", "--json")).stdout]],
  [
    "the manifests that `npm run preview` writes",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "sock-shop-manifests-"));
      succeeded(await run("npm", "run", "--silent", "preview", "--", "gateway-tls", "--yaml", folder));
      return filesOf(folder);
    },
  ],
])("%s: none of them", async (_, read) => {
  const texts = await read();
  expect(texts.join("").length).toBeGreaterThan(100);
  expect(namesIn(texts, values)).toEqual([]);
  // Nor one that is made anew for it.
  expect(texts.filter((text) => text.includes("PRIVATE KEY"))).toEqual([]);
});

it("Pulumi's own log of `up`: none of the lab's; the stack's stand in it from -v=3 on, which hardening.md says", () => {
  const stacks = [...values.keys()].filter((name) =>
    /^(signing-key|certificate-authority|gateway-certificate-)/.test(name),
  );
  const found = namesIn([log], values);
  expect(found.filter((name) => !stacks.includes(name))).toEqual([]);
  // What hides it some day makes the page untrue.
  expect(found).toContain("signing-key");
});

it("the stack's outputs with its secrets: what signs tokens, which is what they are asked for, and no other", async () => {
  const { stdout } = succeeded(await inLab("pulumi", "stack", "output", "--json", "--show-secrets"));
  expect(namesIn([stdout], values)).toEqual(["signing-key"]);
});

it("one that is put there is found, the control", () => {
  const folder = mkdtempSync(join(tmpdir(), "sock-shop-planted-"));
  cpSync(join(state, "pulumi"), folder, { recursive: true });
  const [name = "", value = ""] = [...values][0] ?? [];
  const pem = readFileSync(join(state, "pki", name), "utf8");
  expect(namesIn(filesOf(folder), values)).toEqual([]);
  writeFileSync(join(folder, "plain"), `{"env": "${value}"}`);
  expect(namesIn(filesOf(folder), values)).toEqual([name]);
  // A whole file, as a kubeconfig has it.
  writeFileSync(join(folder, "plain"), Buffer.from(pem.replace(/\s/g, "")).toString("base64"));
  expect(namesIn(filesOf(folder), values)).toHaveLength(1);
});

it("Pulumi.dev.yaml has no secret", () => {
  expect(readFileSync(join(projectDir, "Pulumi.dev.yaml"), "utf8")).not.toMatch(/secure:/);
});
