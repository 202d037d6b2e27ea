import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const checkout = resolve(__dirname, "../../..");

const compiled = ["--require", "./start/compile-typescript.cjs"];

/** A command that has begun something, and takes it away when it is stopped. @param takesAway what it does then */
async function begun(takesAway: string, { node = compiled, thenBusyFor = 0 } = {}) {
  const program = `
    const { interruptible, untilInterrupted } = require("./command-line/interruption.ts");
    const { reportFailure } = require("./command-line/failure.ts");
    const say = (line) => process.stdout.write(line + "\\n");
    const signal = untilInterrupted(say);
    const work = async () => {
      say("begun");
      const free = Date.now() + ${thenBusyFor};
      setTimeout(() => { while (Date.now() < free); }, 50);
      await new Promise((_, fail) => signal.addEventListener("abort", () => fail(new Error("what an abort makes fail"))));
    };
    const alive = setInterval(() => {}, 1000);
    interruptible(signal, work).finally(async () => { ${takesAway} }).catch((error) => {
      process.exitCode = reportFailure(error);
      clearInterval(alive);
    });`;
  const child = spawn(process.execPath, [...node, "--eval", program], {
    cwd: checkout,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  const ended = once(child, "close").then(() => ({ code: child.exitCode, said }));
  while (!said.includes("begun")) await once(child.stdout, "data");
  return { child, ended };
}

const takenAway = 'await new Promise(setImmediate); say("taken away");';

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends a command when it has taken away what it brought, with exit code %i", async (signal, code) => {
  const { child, ended } = await begun(takenAway);
  child.kill(signal);
  const outcome = await ended;
  expect(outcome.code).toBe(code);
  expect(outcome.said).toMatch(/^begun\nstopping; .*\ntaken away\n$/);
});

test("one Ctrl-C may come twice, from the terminal and from npm", async () => {
  const { child, ended } = await begun(takenAway);
  child.kill("SIGINT");
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, said: expect.stringContaining("taken away") });
});

test("a later one ends it at once, whatever it is at", async () => {
  const { child, ended } = await begun("await new Promise(() => {});");
  while (child.exitCode === null) {
    child.kill("SIGINT");
    await Promise.race([ended, pause(100)]);
  }
  expect(await ended).toMatchObject({ code: 130, said: expect.not.stringContaining("taken away") });
}, 30_000);

describe("a command that is busy when Ctrl-C comes", () => {
  const outcomeOf = async (...node: string[]) => {
    const { child, ended } = await begun(takenAway, { node, thenBusyFor: 3000 });
    await pause(300);
    child.kill("SIGINT");
    return ended;
  };

  test("takes away what it brought when it gets to it", async () => {
    expect(await outcomeOf("--import", "tsx")).toMatchObject({
      code: 130,
      said: expect.stringContaining("taken away"),
    });
  }, 30_000);

  test("is killed where tsx's own command runs it (the control)", async () => {
    expect(await outcomeOf(require.resolve("tsx/cli"))).toMatchObject({
      said: expect.not.stringContaining("taken away"),
    });
  }, 30_000);

  test("so no command is run by that", () => {
    const { scripts } = JSON.parse(readFileSync(resolve(checkout, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const runners = Object.values(scripts).filter((script) => script.includes(".ts"));
    expect(runners.filter((script) => !script.startsWith("node --import tsx "))).toEqual([]);
    expect(runners.length).toBeGreaterThan(5);
  });
});
