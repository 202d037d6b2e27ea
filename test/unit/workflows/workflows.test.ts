import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { stages } from "../../../stages";
import { problems, projectDir, type Workflow } from "./problems";

const folder = join(projectDir, ".github/workflows");
const workflow = (file: string) => readFileSync(join(folder, file), "utf8");

test.each(readdirSync(folder))("%s agrees with the rest of the repository", (file) => {
  expect(problems(workflow(file))).toEqual([]);
});

test("preview.yml asks for a preview of each stage, by what its first job says", () => {
  const { steps } = (parse(workflow("preview.yml")) as Workflow).jobs["stages"] ?? { steps: [] };
  const run = steps.find(({ id }) => id === "list")?.run ?? "";
  const output = mkdtempSync(join(tmpdir(), "sock-shop-test-"));
  const env = { ...process.env, GITHUB_OUTPUT: join(output, "output") };
  expect(spawnSync("bash", ["-c", run], { cwd: projectDir, env }).status).toBe(0);
  const [, names = ""] = /^names=(.*)\n$/.exec(readFileSync(join(output, "output"), "utf8")) ?? [];
  rmSync(output, { recursive: true });
  expect(JSON.parse(names)).toEqual(Object.keys(stages));
}, 30_000);

/** Controls: each edit of a workflow that stands breaks one rule. */
test.each([
  ["tests.yml", "npm run types", "npm run typos", "no script for: npm run typos"],
  ["tests.yml", "npm run lab -- build", "npm run --silent lap -- build", "no script for: npm run --silent lap"],
  ["tests.yml", "node-version: 20.19.0", "node-version: 24.0.0", "node-version: 24.0.0"],
  ["preview.yml", "pulumi-version: 3.215.0", "pulumi-version: ^3", "pulumi-version: ^3"],
  [
    "tests.yml",
    "go-version-file: lab/toolchain/cluster/go.mod",
    "go-version-file: package.json",
    "go-version-file: package.json",
  ],
  ["preview.yml", "policyPacks: policy", "policyPacks: police", "policyPacks: police"],
  ["tests.yml", /actions\/setup-go@[0-9a-f]+/, "actions/setup-go@v7", "not pinned: actions/setup-go@v7"],
  ["preview.yml", "pulumi/actions@v7.0.0", "pulumi/actions@v7", "not pinned: pulumi/actions@v7"],
  ["tests.yml", "contents: read", "contents: write", "workflow: permissions"],
  ["preview.yml", "pull-requests: write", "issues: write", "preview: permissions"],
  ["tests.yml", /concurrency:[^]*?\n\n/, "", "workflow: no concurrency"],
  ["tests.yml", "    timeout-minutes: 15\n", "", "checks: no timeout"],
  [
    "preview.yml",
    "stage: ${{ fromJSON(needs.stages.outputs.names) }}",
    "stage: [baseline]",
    "a stage by hand: baseline",
  ],
  [
    "tests.yml",
    "XDG_CACHE_HOME: /var/cache/lab",
    "XDG_CACHE_HOME: /tmp",
    "cache of /var/cache/lab/sock-shop-lab/toolchain-*",
  ],
  ["preview.yml", 'PASSPHRASE: ""', "PASSPHRASE: ${{ secrets.PHRASE }}", "needs a credential: secrets.PHRASE"],
])("%s with %s as %j is refused", (file, words, instead, problem) => {
  const broken = workflow(file).replace(words, instead);
  expect(broken).not.toBe(workflow(file));
  expect(new Set(problems(broken))).toEqual(new Set([problem]));
});
