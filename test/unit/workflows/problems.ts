import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { minVersion } from "semver";
import { parse } from "yaml";
import { pulumiVersion } from "../../../lab/toolchain/pins";

export const projectDir = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(projectDir, file), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  scripts: Record<string, string>;
  engines: { node: string };
};

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
}

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly stage?: string | readonly string[] } };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const goDirective = (file: string) => /^go (\S+)$/m.exec(read(file))?.[1];

/** All Go modules of a job are built by one Go. */
const goVersion = goDirective("lab/toolchain/cluster/go.mod");

function ofScripts(workflow: Workflow): string[] {
  const named = stepsOf(workflow).flatMap(({ run = "" }) => [...run.matchAll(/npm run (?:--\S+ )*([\w:.-]+)/g)]);
  return named.filter(([, name = ""]) => !(name in manifest.scripts)).map(([words]) => `no script for: ${words}`);
}

/** What each input that names a version, a file or a folder must be. */
const inputs: Readonly<Record<string, (value: string) => boolean>> = {
  "node-version": (value) => value === minVersion(manifest.engines.node)?.version,
  "pulumi-version": (value) => value === pulumiVersion,
  "go-version-file": (value) => goVersion !== undefined && goDirective(value) === goVersion,
  policyPacks: (value) => existsSync(join(projectDir, value, "PulumiPolicy.yaml")),
};

function ofInputs(workflow: Workflow): string[] {
  const given = stepsOf(workflow).flatMap((step) => Object.entries(step.with ?? {}));
  return given.filter(([name, value]) => inputs[name]?.(String(value)) === false).map((pair) => pair.join(": "));
}

/** A tag can be moved: Pulumi's is accepted for want of a commit known from a second source. */
const pinned = /^(?:[\w./-]+@[0-9a-f]{40}|pulumi\/actions@v\d+\.\d+\.\d+)$/;

function ofPins(workflow: Workflow): string[] {
  const uses = stepsOf(workflow).flatMap((step) => step.uses ?? []);
  return uses.filter((action) => !pinned.test(action)).map((action) => `not pinned: ${action}`);
}

/** What a job may do beyond reading the repository. */
const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  preview: { contents: "read", "pull-requests": "write" },
};

function ofLimits({ permissions, concurrency, jobs }: Workflow): string[] {
  const readOnly = JSON.stringify({ contents: "read" });
  return [
    ...(JSON.stringify(permissions) === readOnly ? [] : ["workflow: permissions"]),
    ...(concurrency === undefined ? ["workflow: no concurrency"] : []),
    ...Object.entries(jobs).flatMap(([name, job]) => [
      ...(job["timeout-minutes"] === undefined ? [`${name}: no timeout`] : []),
      ...(job.permissions === undefined || JSON.stringify(job.permissions) === JSON.stringify(allowed[name])
        ? []
        : [`${name}: permissions`]),
    ]),
  ];
}

/** Written into a workflow, the names of the stages would be one more thing to keep in step. */
function ofStages({ jobs }: Workflow): string[] {
  const named = Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.stage ?? []);
  return named
    .filter((stage) => stage !== "${{ fromJSON(needs.stages.outputs.names) }}")
    .map((stage) => `a stage by hand: ${stage}`);
}

/** The lab writes its programs below XDG_CACHE_HOME: what is kept between runs must be that. */
function ofCaches({ jobs }: Workflow): string[] {
  return Object.values(jobs).flatMap(({ steps, env }) =>
    steps
      .filter(({ uses }) => uses?.startsWith("actions/cache"))
      .map((step) => step.with?.path)
      .filter((path) => path !== `${env?.XDG_CACHE_HOME}/sock-shop-lab/toolchain-*`)
      .map((path) => `cache of ${path}`),
  );
}

/** What is wrong with a workflow beyond its syntax, which actionlint knows. */
export function problems(text: string): string[] {
  const workflow = parse(text) as Workflow;
  return [
    ...[ofScripts, ofInputs, ofPins, ofLimits, ofStages, ofCaches].flatMap((find) => find(workflow)),
    ...[...text.matchAll(/secrets\.\w+/g)].map(([secret]) => `needs a credential: ${secret}`),
  ];
}
