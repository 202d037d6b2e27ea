import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { prometheusRules } from "../../../../src/needs/prometheus-rules";
import { ask, questionsOf } from "../../../../tools/dashboards/answers.ts";
import { goldenSignals } from "../../../../tools/dashboards/golden-signals.ts";
import { signals, type Graph } from "../../../../tools/dashboards/graphs.ts";

const projectDir = resolve(__dirname, "../../../..");
const records: readonly string[] = prometheusRules.map(({ record }) => record);

/** The command as its user has it. */
function dashboards(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = [require.resolve("tsx/cli"), "tools/dashboards/main.ts", ...args];
  return new Promise((settle) => {
    execFile(process.execPath, command, { cwd: projectDir }, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A Prometheus that has one series of each rule but of those that are named. */
async function prometheusWithout(...names: string[]) {
  const server = createServer(({ url = "" }, response) => {
    const query = new URL(url, "http://localhost").searchParams.get("query") ?? "";
    const without = query.includes("$") || names.some((name) => query.startsWith(name));
    response.end(JSON.stringify({ status: "success", data: { result: without ? [] : [{}] } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { url, [Symbol.dispose]: () => void server.close() };
}

test("each metric that the dashboard names is a rule's, in its queries and in its list of services", () => {
  const questions = questionsOf(goldenSignals());
  for (const { query } of questions) {
    const [, name = query] = /^([\w:]+)\{(?:service|to)=~"\$service"\}$/.exec(query) ?? [];
    expect(records).toContain(name);
  }
  const named = JSON.stringify(goldenSignals()).match(/\b\w+:\w+:\w+\b/g) ?? [];
  expect(named).toHaveLength(questions.length + 1);
  expect(records).toEqual(expect.arrayContaining(named));
});

test("each signal has its graphs", () => {
  expect(Object.keys(signals)).toEqual(["Traffic", "Errors", "Latency", "Saturation"]);
  const titles = Object.values(signals).flatMap((graphs: readonly Graph[]) => graphs.map(({ title }) => title));
  expect(questionsOf(goldenSignals()).map(({ panel }) => panel)).toEqual(titles);
});

/** What a rule's series differ by, as far as the rule says so itself. */
function labelsOf(rule: string): string[] {
  const found = prometheusRules.filter(({ record }) => record === rule);
  return found.flatMap((one) => {
    const [, by = ""] = /sum by \(([^)]*)\)/.exec(one.expr) ?? [];
    return [...by.split(", "), ...Object.keys("labels" in one ? one.labels : {})];
  });
}

test.each(Object.values(signals).flatMap((graphs: readonly Graph[]) => graphs))(
  "the lines of $title differ by labels that their rule has",
  ({ rule, where, legend }) => {
    expect(labelsOf(rule)).toEqual(expect.arrayContaining([where, ...legend]));
  },
);

test("a Prometheus is asked all of it, of all services, and what it has nothing of is told", async () => {
  using prometheus = await prometheusWithout("shop:errors:ratio");
  const answers = await ask(goldenSignals(), prometheus.url, new AbortController().signal);
  expect(answers).toHaveLength(questionsOf(goldenSignals()).length);
  expect(answers.filter(({ series }) => series === 0).map(({ panel }) => panel)).toEqual([
    "Share of requests that failed",
  ]);
});

test("the command prints the dashboard, and nothing else", async () => {
  const { code, stdout } = await dashboards();
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(goldenSignals())));
}, 60_000);

test("the check says no where a graph would be empty, and ends in words where nobody answers", async () => {
  using whole = await prometheusWithout();
  using lacking = await prometheusWithout("shop:latency:seconds");
  const addresses = [whole.url.href, lacking.url.href, "http://127.0.0.1:1", "localhost"];
  const [good, bad, nobody, nonsense] = await Promise.all(addresses.map((at) => dashboards("--check", at)));
  expect(good).toMatchObject({ code: 0, stderr: "" });
  expect(bad?.code).toBe(1);
  expect(bad?.stdout.match(/^NOTHING: .*/gm)).toEqual([expect.stringContaining("shop:latency:seconds")]);
  expect(nobody).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: no Prometheus answers at http://127.0.0.1:1/\nnext:  npm run lab -- open prometheus\n",
  });
  expect(nonsense?.code).toBe(2);
  expect(nonsense?.stderr).toContain("It is an address such as http://localhost:9090.");
}, 60_000);
