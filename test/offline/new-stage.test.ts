import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stages } from "../../stages";

jest.setTimeout(10 * 60_000);

const projectDir = resolve(__dirname, "../..");
const tracked = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: projectDir,
  encoding: "utf8",
});
const files = tracked.split("\0").filter(Boolean);

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

/** A copy of the checkout, as it is now. */
class Copy implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "sock-shop-copy-"));
  readonly touched = new Set<string>();

  constructor() {
    for (const file of files) cpSync(join(projectDir, file), join(this.folder, file));
    symlinkSync(join(projectDir, "node_modules"), join(this.folder, "node_modules"));
  }

  add(file: string, text: string): void {
    this.touched.add(file);
    writeFileSync(join(this.folder, file), text);
  }

  edit(file: string, ...[before, after]: readonly [RegExp | string, string]): void {
    const text = readFileSync(join(this.folder, file), "utf8");
    const edited = text.replace(before, after);
    expect([file, edited === text]).toEqual([file, false]);
    this.add(file, edited);
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

/** The steps of CONTRIBUTING.md. A line in an index is its own step here, as it can be forgotten by itself. */
const steps: Readonly<Record<string, (copy: Copy) => void>> = {
  "the stage": (copy) => copy.add(`stages/${name}.ts`, stage),
  "its line in the index": (copy) => {
    copy.edit("stages/index.ts", /^/, `import { ${name} } from "./${name}";\n`);
    copy.edit("stages/index.ts", "\n} satisfies", `\n  ${name},\n} satisfies`);
  },
  "its keys": (copy) => copy.edit("Pulumi.yaml", /$/, keys),
  "its claim": (copy) => copy.add(`verify/claims/${name}.ts`, claim),
  "the claim's line in its index": (copy) => {
    copy.edit("verify/claims/index.ts", /^/, `import { ${name} } from "./${name}";\n`);
    copy.edit("verify/claims/index.ts", "\n} satisfies", `\n  ${name}: provable(${name}),\n} satisfies`);
  },
  "its row": (copy) => copy.edit("README.md", new RegExp(`^\\| \`${lastStage}\` .*$`, "m"), `$&\n${row}`),
  "its section": (copy) => copy.edit("docs/talk.md", /$/, `\n${section}`),
  "its golden file": (copy) => {
    copy.touched.add(`test/golden/${name}.yaml`);
    expect(copy.run("npm", "run", "--silent", "golden")).toMatchObject({ code: 0 });
  },
};

test("a new stage is what CONTRIBUTING says, and no more", () => {
  using copy = new Copy();
  for (const step of Object.values(steps)) step(copy);

  const [, listed = ""] = /## A new stage\n([^]*?)\nNothing else/.exec(readFileSync("CONTRIBUTING.md", "utf8")) ?? [];
  const named = [...listed.matchAll(/`(\S+\.(?:ts|yaml|md))`/g)].map(([, file = ""]) => file.replace("NAME", name));
  expect([...copy.touched].sort()).toEqual(named.sort());

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
  ["the stage", "stages/stages", /Cannot find module '\.\/patience'/],
  ["its line in the index", "stages/stages", /there is one file per stage, named after it, and the index/],
  ["its keys", "src/config/project-file", /has the program's keys, with their types and defaults/],
  ["its claim", "verify/claims/claims", /Cannot find module '\.\/patience'/],
  ["the claim's line in its index", "verify/claims/claims", /there is a claim for each stage, in the talk's order/],
  ["its row", "readme", /the README on patience › has its row/],
  ["its section", "readme", /the README on patience › has its section/],
  ["its golden file", "stages/golden", /no test\/golden\/patience\.yaml: run/],
])("a test says so where one forgets %s", (forgotten, file, told) => {
  using copy = new Copy();
  // Writing the golden files takes its time, and no other file that is run here reads them.
  for (const [step, take] of Object.entries(steps)) if (![forgotten, "its golden file"].includes(step)) take(copy);
  const { code, output } = copy.test(file);
  expect(code).not.toBe(0);
  expect(output).toMatch(told);
});
