import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const checkout = resolve(__dirname, "../../..");

test("the language host ends with the engine that started it, also when that was killed", async () => {
  const host = `'${process.execPath}' --require tsx/cjs lab/language-host/main.ts 127.0.0.1:1`;
  const engine = spawn("sh", ["-c", `${host} & wait`], { cwd: checkout, stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(engine.stdout, "data")) as [Buffer];
  expect(port.toString()).toMatch(/^\d+\n$/);
  engine.kill("SIGKILL");
  // The pipe stays open as long as the host holds its end.
  await once(engine.stdout, "close");
}, 30_000);
