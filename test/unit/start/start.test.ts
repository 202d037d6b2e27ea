import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const checkout = resolve(__dirname, "../../..");

/** Runs JavaScript in a Node of its own, as Pulumi does. @returns what it printed */
const run = (script: string, env: NodeJS.ProcessEnv = {}): string =>
  execFileSync(process.execPath, ["--eval", script], {
    cwd: checkout,
    encoding: "utf8",
    // Jest's workers, in a terminal, have it otherwise: numbers would be printed in colour.
    env: { ...process.env, FORCE_COLOR: "0", ...env },
  });

/**
 * Whether the SDK has loaded the compiler, the package reader and the Automation API, before and after it turned a
 * function into text and named a stack.
 */
const loadedBySdk = (preload: string) =>
  JSON.parse(
    run(`
      ${preload}
      const pulumi = require("@pulumi/pulumi");
      const loaded = () =>
        ["typescript/lib/typescript.js", "@npmcli/arborist/lib/arborist/index.js", "pulumi/automation/index.js"].map((end) =>
          Object.values(require.cache).some((one) => one.filename.endsWith(end) && one.children && one.parent !== undefined),
        );
      const before = loaded();
      const answer = 42;
      pulumi.runtime.serializeFunction(() => answer).then(async ({ text }) => {
        const paths = await pulumi.runtime.computeCodePaths();
        const stack = pulumi.automation.fullyQualifiedStackName("o", "p", "s");
        console.log(JSON.stringify({ before, after: loaded(), captured: text.includes("answer: 42"), paths: paths.size > 0, stack }));
      });
    `),
  ) as { before: boolean[]; after: boolean[]; captured: boolean; paths: boolean; stack: string };

test("what the SDK seldom needs is loaded when it is needed, and works", () => {
  expect(loadedBySdk('require("./start/defer-seldom-used.cjs");')).toEqual({
    before: [false, false, false],
    after: [true, true, true],
    captured: true,
    paths: true,
    stack: "o/p/s",
  });
});

test("without the deferral the SDK loads it at once (the control)", () => {
  expect(loadedBySdk("")).toMatchObject({ before: [true, true, true], captured: true });
});

describe("with an SDK of another shape", () => {
  /** Starts an empty program. @returns what it warned of */
  const warnings = (change: string) =>
    run(`
      ${change}
      require.cache[require.resolve("./index.ts")] = { loaded: true, exports: { program: "ran" }, children: [] };
      const warned = [];
      process.stderr.write = (line) => warned.push(line);
      const { program } = require("./start/main.cjs");
      console.log(JSON.stringify([program, ...warned]));
    `);
  const { version } = JSON.parse(readFileSync(join(checkout, "node_modules/@pulumi/pulumi/package.json"), "utf8")) as {
    version: string;
  };

  test("the program runs without what does not fit it, and says so", () => {
    const other = 'require("@pulumi/pulumi/runtime/debuggable").debuggablePromise = undefined;';
    const [ran, ...warned] = JSON.parse(warnings(other)) as string[];
    expect(ran).toBe("ran");
    expect(warned).toEqual([
      `start/short-stack-traces.cjs does not fit @pulumi/pulumi ${version}, so each run takes longer: runtime/debuggable has no debuggablePromise\n`,
    ]);
  });

  test("what it does not have need not be loaded late: nothing is said", () => {
    const other = `
      const modules = require("node:module");
      const resolve = modules._resolveFilename;
      modules._resolveFilename = (name, ...rest) => {
        if (name === "@npmcli/arborist") throw Object.assign(new Error("none"), { code: "MODULE_NOT_FOUND" });
        return resolve.call(modules, name, ...rest);
      };`;
    expect(JSON.parse(warnings(other))).toEqual(["ran"]);
  });

  test("with its own nothing is said (the control)", () => {
    expect(JSON.parse(warnings(""))).toEqual(["ran"]);
  });
});

describe("the stack trace that the SDK takes for a promise", () => {
  const traceOf = (env?: NodeJS.ProcessEnv) =>
    run(
      `require("./start/short-stack-traces.cjs");
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
      const promise = Promise.resolve();
      debuggablePromise(promise, "context");
      console.log(promise._debugCtx, promise._debugStackTrace.split("\\n").length, new Error().stack.split("\\n").length > 2);`,
      env,
    );

  test("is none, and errors have theirs", () => {
    expect(traceOf()).toBe("context 1 true\n");
  });

  test("is one where the SDK is asked for promises that leak (the control)", () => {
    expect(traceOf({ PULUMI_DEBUG_PROMISE_LEAKS: "1" })).toMatch(/^context ([2-9]|1[01]) true\n/);
  });
});

describe("a TypeScript file", () => {
  const folder = mkdtempSync(join(tmpdir(), "start-test-"));
  const file = join(folder, "thrower.ts");
  afterAll(() => rmSync(folder, { recursive: true }));

  const preload = `
    require("./start/compile-typescript.cjs");
    const compiling = () => Object.keys(require.cache).some((path) => path.includes("sucrase/dist"));
  `;

  const stackOf = () =>
    run(`${preload}; try { require(${JSON.stringify(file)}).fail(); } catch (error) { console.log(error.stack) }`);

  test("is compiled, and an error in it names the line as written", () => {
    writeFileSync(
      file,
      [
        'import type { Stats } from "node:fs";',
        "interface Given {",
        "  readonly stats?: Stats;",
        "}",
        "const nothing = {} satisfies Given as Given;",
        "export const fail = (given: Given = nothing): never => {",
        "  throw new Error(`seen ${typeof given}`);",
        "};",
      ].join("\n"),
    );
    const stack = stackOf();
    expect(stack).toContain("Error: seen object");
    expect(stack).toContain(`${file}:7:`);
  });

  test("loads packages that are ES modules by import()", () => {
    // A module that waits at its top can be had by import() only.
    writeFileSync(join(folder, "waits.mjs"), 'export default await Promise.resolve("had by import");');
    writeFileSync(file, 'export const fail = () => import("./waits.mjs").then((it) => console.log(it.default));');
    expect(stackOf()).toContain("had by import");
  });

  test("is compiled once, and anew when it has changed", () => {
    const seen = `${preload}; console.log(require(${JSON.stringify(file)}).fail(), compiling())`;
    const say = (what: string) => writeFileSync(file, `export const fail = (): string => "${what} ${folder}";`);
    say("this");
    expect(run(seen)).toBe(`this ${folder} true\n`);
    expect(run(seen)).toBe(`this ${folder} false\n`);
    say("that");
    expect(run(seen)).toBe(`that ${folder} true\n`);
  });
});
