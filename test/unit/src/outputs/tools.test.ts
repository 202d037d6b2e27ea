import { tools as labs } from "../../../../lab/tools.ts";
import { prometheusRules } from "../../../../src/needs/prometheus-rules";
import { tools } from "../../../../src/outputs/tools";

const shown = tools(["fortio", "prometheus"], "shop");

test("what has pages is named, with what to type in the shop's namespace", () => {
  expect(Object.keys(shown)).toEqual(["prometheus"]);
  expect(shown["prometheus"]?.command).toBe("kubectl -n shop port-forward service/prometheus 9090");
  expect(tools(["fortio"], "shop")).toEqual({});
});

test("the lab opens the pages that the stack names, on the same port", () => {
  const all = tools(["prometheus", "zipkin"], "shop");
  expect(Object.keys(all).sort()).toEqual(Object.keys(labs).sort());
  for (const [name, { port }] of Object.entries(labs)) expect(new URL(all[name]?.page ?? "").port).toBe(String(port));
  expect(new URL(all["zipkin"]?.page ?? "").pathname).toBe(labs.zipkin.page);
});

test.each([
  ["the stack's", shown["prometheus"]?.page ?? ""],
  ["the lab's", `http://localhost:9090${labs.prometheus.page}`],
])("%s page of Prometheus graphs the four golden signals, by rules that there are", (_, page) => {
  const { searchParams } = new URL(page);
  const expressions = [0, 1, 2, 3].map((graph) => searchParams.get(`g${graph}.expr`));
  const records = prometheusRules.map(({ record }) => record);
  expect(expressions).toEqual([
    "shop:requests:rate",
    "shop:errors:ratio",
    "shop:latency:seconds",
    "shop:in_flight:requests",
  ]);
  expect(records).toEqual(expect.arrayContaining(expressions));
});
