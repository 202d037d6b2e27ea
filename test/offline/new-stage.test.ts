import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stages } from "../../stages";
import { checkout, copyCheckout } from "./copy-checkout";

jest.setTimeout(10 * 60_000);

const name = "patience";
const lastStage = Object.keys(stages).at(-1) ?? "";

const stage = `import type { Stage } from "../src/stage/stage";

export const ${name} = {
  parameters: {
    userTimeout: {
      type: "duration",
      min: "100ms",
      max: "1m",
      default: "2s",
      description: "longest that a call to user may take",
    },
  },
  shows: ({ userTimeout }) => \`calls to user end after \${userTimeout}\`,
  changes: ({ userTimeout }) => ({ services: { user: { calls: { timeout: userTimeout } } } }),
} satisfies Stage<{ userTimeout: string }>;
`;

const keys = `  userTimeout:
    type: string
    default: 2s
    description: "${name}: longest that a call to user may take"
`;

const claim = `import type { Claim } from "../claim";
import { exactly } from "../finding";
import { duration } from "../expectation";
import { GATEWAY } from "../probes/places";

export const ${name}: Claim<{ userTimeout: number }, number> = {
  stage: "${name}",
  shows: "calls to user end after 2 s",
  measured: "calls that end in time",
  expects: { userTimeout: duration(2000, 100, 60_000, "longest that a call to user may take") },
  requests: { usual: 100, least: 100 },
  control: () => ({ stage: "baseline", because: "nothing ends a call there" }),
  measure: (_ground, _expected, requests) => Promise.resolve(requests),
  judge: (seen) => [exactly(100, { what: "calls that end in time", where: GATEWAY, seen, of: 100 })],
};
`;

const row = `| \`${name}\` | calls to user end after 2 s | \`userTimeout\` 2s |`;
const section = `## 13. Patience

**Say.** Nobody waits for ever.

**Type.**

    pulumi config set stage ${name} && pulumi up
    npm run verify -- ${name}

**See.** A login ends after 2 s.

**Proven** by [${name}.ts](../verify/claims/${name}.ts).

`;

/** A copy of the checkout, as it is now. One serves all tests: what Jest has compiled of it once, it need not compile again. */
class Copy implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "sock-shop-copy-"));
  /** Files that were added or edited, with what was in them before. */
  private readonly earlier = new Map<string, string | undefined>();

  constructor() {
    copyCheckout(this.folder);
    symlinkSync(join(checkout, "node_modules"), join(this.folder, "node_modules"));
  }

  get touched(): string[] {
    return [...this.earlier.keys()];
  }

  read(file: string): string | undefined {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  add(file: string, text: string): void {
    if (!this.earlier.has(file)) this.earlier.set(file, this.read(file));
    writeFileSync(join(this.folder, file), text);
  }

  edit(file: string, ...[before, after]: readonly [RegExp | string, string]): void {
    const text = this.read(file) ?? "";
    const edited = text.replace(before, after);
    expect([file, edited === text]).toEqual([file, false]);
    this.add(file, edited);
  }

  /** Puts a file back as it was before. @returns what puts it as it is now */
  forget(file: string): () => void {
    const now = this.read(file) ?? "";
    const earlier = this.earlier.get(file);
    if (earlier === undefined) rmSync(join(this.folder, file));
    else writeFileSync(join(this.folder, file), earlier);
    return () => writeFileSync(join(this.folder, file), now);
  }

  run(command: string, ...args: string[]): { code: number | null; output: string } {
    const env = { ...process.env, CI: "true" };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.folder, encoding: "utf8", env });
    return { code: status, output: stdout + stderr };
  }

  /** The unit tests in these files or folders. */
  test(...paths: string[]) {
    return this.run(
      "npx",
      "jest",
      "--selectProjects",
      "unit",
      "--maxWorkers=100%",
      "--testPathPatterns",
      ...paths.map((path) => `/unit/${path}`),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}

const golden = `test/golden/${name}.yaml`;

/** The steps of CONTRIBUTING.md. A line in an index is its own step here, as it can be forgotten by itself. */
function take(copy: Copy): void {
  copy.add(`stages/${name}.ts`, stage);
  copy.edit("stages/index.ts", /^/, `import { ${name} } from "./${name}";\n`);
  copy.edit("stages/index.ts", "\n} satisfies", `\n  ${name},\n} satisfies`);
  copy.edit("Pulumi.yaml", /$/, keys);
  copy.add(`verify/claims/${name}.ts`, claim);
  copy.edit("verify/claims/index.ts", /^/, `import { ${name} } from "./${name}";\n`);
  copy.edit("verify/claims/index.ts", "\n} satisfies", `\n  ${name}: provable(${name}),\n} satisfies`);
  copy.edit("README.md", new RegExp(`^\\| \`${lastStage}\` .*$`, "m"), `$&\n${row}`);
  copy.edit("docs/talk.md", /$/, `\n${section}`);
  copy.add(golden, "");
  expect(copy.run("npm", "run", "--silent", "golden")).toMatchObject({ code: 0 });
}

let copy: Copy;
beforeAll(() => {
  copy = new Copy();
  take(copy);
});
afterAll(() => copy[Symbol.dispose]());

test("a new stage is what CONTRIBUTING says, and no more", () => {
  const [, listed = ""] = /## A new stage\n([^]*?)\nNothing else/.exec(readFileSync("CONTRIBUTING.md", "utf8")) ?? [];
  const named = [...listed.matchAll(/`(\S+\.(?:ts|yaml|md))`/g)].map(([, file = ""]) => file.replace("NAME", name));
  expect(copy.touched.sort()).toEqual(named.sort());
  expect(copy.read(golden)).toContain("kind: VirtualService");

  expect(copy.run("npx", "tsc")).toEqual({ code: 0, output: "" });
  const { code, output } = copy.test(
    "stages",
    "index",
    "readme",
    "src/config",
    "verify/claims",
    "verify/tour",
    "workflows",
  );
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  const preview = copy.run("npm", "run", "--silent", "preview", "--", name, "--from", "baseline");
  expect(preview.output).toContain(`${name}: calls to user end after 2s`);
  expect(preview.output).toMatch(/changed │ VirtualService +│ user /);
});

test.each([
  [`stages/${name}.ts`, "stages/stages", /Cannot find module '\.\/patience'/],
  ["stages/index.ts", "stages/stages", /there is one file per stage, named after it, and the index/],
  ["Pulumi.yaml", "src/config/project-file", /has the program's keys, with their types and defaults/],
  [`verify/claims/${name}.ts`, "verify/claims/claims", /Cannot find module '\.\/patience'/],
  ["verify/claims/index.ts", "verify/claims/claims", /there is a claim for each stage, in the talk's order/],
  ["README.md", "readme", /the README on patience › has its row/],
  ["docs/talk.md", "readme", /the README on patience › has its section/],
  [golden, "stages/golden", /no test\/golden\/patience\.yaml: run/],
])("a test says so where one forgets %s", (file, tests, told) => {
  const remember = copy.forget(file);
  const { code, output } = copy.test(tests);
  remember();
  expect(code).not.toBe(0);
  expect(output).toMatch(told);
});
