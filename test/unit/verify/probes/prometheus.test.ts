import { countsOf } from "../../../../verify/probes/prometheus";
import { parseStatusCounts, since } from "../../../../verify/probes/status-counts";

test("pods of a version are added up, versions and statuses are not", () => {
  const sample = (version: string, code: string, instance: string, value: string) => ({
    metric: { __name__: "shop:requests:total", service: "front-end", version, code, instance },
    value: [1795963862.289, value] as const,
  });
  const samples = [sample("v1", "200", "a", "3"), sample("v1", "200", "b", "4"), sample("v2", "404", "c", "5")];
  expect([...countsOf(samples)]).toEqual([
    ["front-end v1 200", 7],
    ["front-end v2 404", 5],
  ]);
});

test("a proxy's requests by status are read once, whoever asked", () => {
  const stats = [
    "cluster.inbound|8079||;.external.upstream_rq_200: 7",
    "cluster.inbound|8079||;.upstream_rq_200: 7",
    "cluster.inbound|8079||;.upstream_rq_2xx: 7",
    "cluster.inbound|8079||;.upstream_rq_404: 2",
    "cluster.inbound|8079||;.upstream_rq_active: 0",
    "cluster.outbound|80||catalogue.shop.svc.cluster.local;.upstream_rq_200: 9",
  ].join("\n");
  expect([...parseStatusCounts(stats)]).toEqual([
    [200, 7],
    [404, 2],
  ]);
});

test("what was there before does not count", () => {
  const before = new Map([["a", 3]]);
  const after = new Map([
    ["a", 5],
    ["b", 2],
  ]);
  expect([...since(before, after)]).toEqual([
    ["a", 2],
    ["b", 2],
  ]);
});
