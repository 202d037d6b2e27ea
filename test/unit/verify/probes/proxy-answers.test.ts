import { parseArrivals } from "../../../../verify/probes/arrivals";
import { parseBalancer } from "../../../../verify/probes/load-balancer";
import { parseRoutes } from "../../../../verify/probes/routes";

describe("parseArrivals", () => {
  test("adds up the incoming clusters, with Istio's mark at the end of their name and without", () => {
    const stats = [
      "cluster.inbound|8080||;.upstream_rq_total: 80",
      "cluster.inbound|80||.upstream_rq_total: 3",
      "cluster.inbound|8080||;.internal.upstream_rq_total: 999",
      "cluster.outbound|80|v1|catalogue.sock-shop.svc.cluster.local;.upstream_rq_total: 500",
    ];
    expect(parseArrivals(stats.join("\n"))).toBe(83);
  });

  test("is none before the first request, when Envoy has no such counter", () => {
    expect(parseArrivals("")).toBe(0);
  });
});

describe("parseBalancer", () => {
  const CATALOGUE = { name: "catalogue", namespace: "sock-shop" };
  const dump = (lb_policy?: string) =>
    JSON.stringify({
      configs: [
        { cluster: { name: "outbound|80|v1|carts.sock-shop.svc.cluster.local", lb_policy: "RANDOM" } },
        { cluster: { name: "outbound|80||catalogue.sock-shop.svc.cluster.local", lb_policy: "RANDOM" } },
        { cluster: { name: "outbound|80|v1|catalogue.sock-shop.svc.cluster.local", lb_policy } },
      ],
    });

  test("reads the subset's policy, and Envoy's default where none is written", () => {
    expect(parseBalancer(dump("RING_HASH"), CATALOGUE, "v1")).toBe("RING_HASH");
    expect(parseBalancer(dump(), CATALOGUE, "v1")).toBe("ROUND_ROBIN");
  });

  test("is undefined for a cluster that Envoy does not have", () => {
    expect(parseBalancer(dump(), { ...CATALOGUE, namespace: "team-shop" }, "v1")).toBeUndefined();
    expect(parseBalancer("{}", CATALOGUE, "v1")).toBeUndefined();
  });
});

describe("parseRoutes", () => {
  const dump = (...routes: object[]) =>
    JSON.stringify({ configs: [{ route_config: { virtual_hosts: [{ domains: ["*"], routes }] } }] });
  const cluster = (subset: string, host = "carts.sock-shop.svc.cluster.local") => `outbound|80|${subset}|${host}`;

  test("finds clusters of plain, weighted and mirrored routes", () => {
    const weighted = {
      clusters: [
        { name: cluster("v1"), weight: 80 },
        { name: cluster(""), weight: 20 },
      ],
    };
    const mirrored = { cluster: cluster("v1"), request_mirror_policies: [{ cluster: cluster("v2") }] };
    const routes = parseRoutes(dump({ route: { weighted_clusters: weighted } }, { route: mirrored }), "sock-shop");
    expect(routes).toEqual({ all: 4, withoutSubset: [cluster("")] });
  });

  test("looks into the shop's namespace, whatever its name", () => {
    const theirs = cluster("", "carts.team-shop.svc.cluster.local");
    const both = dump({ route: { cluster: cluster("") } }, { route: { cluster: theirs } });
    expect(parseRoutes(both, "team-shop")).toEqual({ all: 1, withoutSubset: [theirs] });
  });

  test("asks no subset of what is not an HTTP service of the shop", () => {
    const route = (name: string) => ({ route: { cluster: name } });
    const others = [
      cluster("", "rabbitmq.sock-shop.svc.cluster.local"),
      cluster("", "x.other.svc.cluster.local"),
      "Other",
    ];
    expect(parseRoutes(dump(...others.map(route)), "sock-shop")).toEqual({ all: 0, withoutSubset: [] });
  });
});
