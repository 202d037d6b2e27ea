import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { decodeJwt } from "jose";
import { parse, stringify } from "yaml";
import { projectDir } from "../lab/lab";
import type { DeployLine } from "../../tools/live/drive/deploy-lines";
import { gather } from "../../tools/live/visitors/belongings";
import { Engine } from "./engine";

jest.setTimeout(5 * 60_000);

/** A checkout whose stack is one without a cluster: all but the stack's config is this one's. */
class Checkout implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "sock-shop-drive-"));
  readonly configFile: string;

  constructor(private readonly engine: Engine) {
    for (const name of readdirSync(projectDir)) {
      if (!/^(\.git|Pulumi\..+\.yaml)$/.test(name)) symlinkSync(join(projectDir, name), join(this.folder, name));
    }
    this.configFile = join(this.folder, `Pulumi.${engine.stackOf(projectDir)}.yaml`);
    mkdirSync(engine.rendered(projectDir), { recursive: true });
  }

  configure(config: Readonly<Record<string, unknown>>): void {
    const offline = { "kubernetes:renderYamlToDirectory": this.engine.rendered(projectDir) };
    writeFileSync(this.configFile, stringify({ config: { ...offline, ...config } }));
  }

  get config(): Record<string, unknown> {
    return (parse(readFileSync(this.configFile, "utf8")) as { config: Record<string, unknown> }).config;
  }

  deploy(stage: string): Deployment {
    const args = ["--import", "tsx", join(projectDir, "tools/live/deploy.ts"), stage];
    const env = this.engine.environmentOf(projectDir);
    return new Deployment(spawn(process.execPath, args, { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What a deployment says, and how it ends. */
class Deployment {
  readonly lines: DeployLine[] = [];
  readonly ended: Promise<{ code: number; said: string }>;

  constructor(readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    const said = text(child.stderr);
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.lines.push(JSON.parse(line));
      child.emit("said");
    });
    this.ended = once(child, "close").then(async ([code]) => ({ code, said: await said }));
  }

  /** Settles with the first line that is so. */
  async until(so: (line: DeployLine) => boolean): Promise<void> {
    while (!this.lines.some(so)) await once(this.child, "said");
  }
}

let engine: Engine;
beforeAll(async () => (engine = await Engine.prepare([projectDir])));
afterAll(() => engine[Symbol.dispose]());

test("a stage is made the stack's and deployed, and nothing else of its config changes", async () => {
  using checkout = new Checkout(engine);
  checkout.configure({ "sock-shop:stage": "baseline", "sock-shop:canaryWeight": "50" });
  const before = checkout.config;
  const { ended, lines } = checkout.deploy("canary");
  expect(await ended).toEqual({ code: 0, said: "" });
  expect(lines.at(-1)).toEqual({ kind: "done", verify: "npm run verify -- canary --expect canaryWeight=50" });
  const [last] = lines.filter(({ kind }) => kind === "progress").slice(-1);
  expect(last).toMatchObject({ kind: "progress", changed: expect.any(Number) });
  expect(checkout.config).toEqual({ ...before, "sock-shop:stage": "canary" });
});

test("visitors get tokens of the stack's own key; what it does not say is lacking, in words", async () => {
  using checkout = new Checkout(engine);
  checkout.configure({});
  expect((await checkout.deploy("gateway-tls").ended).code).toBe(0);
  const from = { env: engine.environmentOf(projectDir), tlsUrl: undefined, url: new URL("http://shop.example:8080") };
  const asked = (stages: string[], env = {}) =>
    gather(stages, { ...from, env: { ...from.env, ...env } }, new AbortController().signal);

  const { tokens, tls, lacking } = await asked(["jwt-routing", "gateway-tls"]);
  // Who writes manifests into a folder makes no certificate.
  expect({ tls, lacking }).toEqual({
    lacking: ["visitors go without TLS: the stack has no output certificateAuthority"],
  });
  const says = (headers = {}) => decodeJwt(Object.values<string>(headers)[0]?.replace("Bearer ", "") ?? "");
  expect(says(tokens?.valid)).toMatchObject({ iss: "https://sock-shop.example", aud: "sock-shop", sub: "live" });
  expect(says(tokens?.valid)).not.toHaveProperty("group");
  expect(says(tokens?.picked)).toMatchObject({ aud: "sock-shop", group: "testers" });

  const noKey = "visitors go without tokens: the stack does not say the key that tokens are signed with";
  expect(await asked(["jwt"], { PULUMI_CONFIG_PASSPHRASE: "another" })).toEqual({
    lacking: [`${noKey}: its passphrase is another`],
  });
  expect(await asked(["jwt"], { PULUMI_CONFIG_PASSPHRASE: undefined })).toEqual({
    lacking: [expect.stringMatching(/tokens are signed with: .*passphrase must be set with PULUMI_CONFIG_PASSPHRASE/)],
  });
  expect(await asked(["jwt"], { PULUMI_STACK: "" })).toEqual({
    lacking: [
      "visitors go without tokens: tokens are signed with a key that the stack keeps, and no stack is selected",
    ],
  });
  expect(await asked(["canary"], { PATH: "/nowhere" })).toEqual({ lacking: [] });
});

test("what the program refuses is told in its own line", async () => {
  using checkout = new Checkout(engine);
  checkout.configure({ "sock-shop:canaryWeight": "500" });
  const { ended, lines } = checkout.deploy("canary");
  expect((await ended).code).toBe(2);
  expect(lines.at(-1)).toEqual({ kind: "failed", why: expect.stringMatching(/canaryWeight.*500/) });
});

test("an interrupted up gives its lock back, and the next one goes through", async () => {
  using checkout = new Checkout(engine);
  checkout.configure({});
  const interrupted = checkout.deploy("mirroring");
  await interrupted.until((line) => line.kind === "progress" && line.done > 0);
  expect(locks()).toHaveLength(1);
  interrupted.child.kill("SIGINT");
  expect(await interrupted.ended).toEqual({ code: 130, said: "" });
  expect(interrupted.lines.some(({ kind }) => kind === "done")).toBe(false);
  expect(locks()).toEqual([]);
  expect((await checkout.deploy("mirroring").ended).code).toBe(0);
});

/** Files by which Pulumi knows that a stack is being worked on. */
function locks(): string[] {
  const folder = join(
    engine.environmentOf(projectDir)["PULUMI_BACKEND_URL"]?.slice("file://".length) ?? "",
    ".pulumi/locks",
  );
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
}
