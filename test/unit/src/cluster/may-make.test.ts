import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { operation } from "../../../../src/cluster/engine-command";

test.each([
  ["pulumi up --yes", "up"],
  ["pulumi --non-interactive --config-file destroy.yaml destroy --run-program", "destroy"],
  ["/usr/bin/pulumi -C shop refresh --run-program", "refresh"],
  ["pulumi dn", "dn"],
  ["node something", undefined],
])("%s", (line, expected) => {
  expect(operation(line.split(" "))).toBe(expected);
});

// Parents as Pulumi's: the engine, the language host, the program.
test.each([
  ["up", "true"],
  ["destroy", "false"],
  ["refresh", "false"],
])("a program below `%s` may make something: %s", (command, expected) => {
  const checkout = resolve(__dirname, "../../../..");
  const program = `process.stdout.write(String(require("./src/cluster/engine-command.ts").mayMake()))`;
  const host = `require("child_process").spawnSync(process.execPath, ["--require", "./start/compile-typescript.cjs", "-e", process.env.PROGRAM], { stdio: "inherit" })`;
  const engine = `require("child_process").spawnSync(process.execPath, ["-e", process.env.HOST], { stdio: "inherit" })`;
  const { stdout } = spawnSync(process.execPath, ["-e", engine, command], {
    cwd: checkout,
    encoding: "utf8",
    env: { ...process.env, PROGRAM: program, HOST: host },
  });
  expect(stdout).toBe(expected);
});
