import { runChild } from "../../../command-line/run-child";

const run = (script: string, told: (line: string) => void = () => undefined, signal = new AbortController().signal) =>
  runChild({ command: ["sh", "-c", script], cwd: "/", env: process.env, lines: "stdout" }, told, signal);

test("lines are told as they come, the rest and the exit code at the end", async () => {
  const lines: string[] = [];
  expect(await run("echo one; echo two; echo why >&2; exit 3", (line) => lines.push(line))).toEqual({
    ...{ code: 3, rest: "why\n" },
  });
  expect(lines).toEqual(["one", "two"]);
});

test("it is sent one SIGINT, and ends in its own time", async () => {
  const ending = new AbortController();
  const lines: string[] = [];
  const script = `trap 'echo caught' INT; echo ready; while :; do sleep 0.05; [ "$n" = 20 ] && exit 7; n=$((n+1)); done`;
  const tell = (line: string) => {
    lines.push(line);
    if (line === "ready") ending.abort();
  };
  expect((await run(script, tell, ending.signal)).code).toBe(7);
  expect(lines).toEqual(["ready", "caught"]);
});

test("the terminal's Ctrl-C goes to a process group that it is not in", async () => {
  const lines: string[] = [];
  await run('ps -o pid=,pgid= -p $$ | tr -s " "', (line) => lines.push(line.trim()));
  const [pid, group] = lines[0]?.split(" ") ?? [];
  expect(pid).toMatch(/^\d+$/);
  expect(group).toBe(pid);
});

test("what cannot be started is an error", async () => {
  const nothing = { command: ["/no/such/program"], cwd: "/", env: process.env, lines: "stdout" } as const;
  await expect(runChild(nothing, () => undefined, new AbortController().signal)).rejects.toThrow("ENOENT");
});
