import { countsOf } from "../../../../tools/live/observer/counts";

const clusters = JSON.stringify({
  cluster_statuses: [
    cluster("outbound|80|v1|front-end.shop.svc.cluster.local", [
      { address: "10.0.0.1", rq_total: "7", rq_active: "2" },
      { address: "10.0.0.2" },
    ]),
    cluster("outbound|80|v1|front-end.other.svc.cluster.local", [{ address: "10.0.0.9", rq_total: "5" }]),
    cluster("inbound|80||", [{ address: "127.0.0.1", rq_total: "5" }]),
  ],
});

function cluster(name: string, hosts: readonly Readonly<Record<string, string>>[]) {
  const host_statuses = hosts.map(({ address, ...stats }) => ({
    address: { socket_address: { address, port_value: 8079 } },
    stats: Object.entries(stats).map(([name, value]) => ({ name, value })),
  }));
  return { name, host_statuses };
}

const statistics = `http.inbound_0.0.0.0_80;.rbac.allowed: 12
http.inbound_0.0.0.0_80;.rbac.denied: 3
vhost.catalogue.shop.svc.cluster.local:80.route.catalogue-to-v1.upstream_rq_200: 40
vhost.catalogue.shop.svc.cluster.local:80.route.catalogue-to-v1.upstream_rq_503: 2
vhost.other.route.catalogue-to-v1.upstream_rq_503: 1
vhost.catalogue.shop.svc.cluster.local:80.route.catalogue-to-v1.upstream_rq_time: P0(nan,1) P25(nan,1.05)
`;

test("of a proxy's answers what was sent to the shop's services, and counted by route and policy, is kept", () => {
  expect(countsOf(clusters, statistics, "shop")).toEqual({
    sent: { "front-end|v1|10.0.0.1:8079": 7 },
    waiting: { "front-end|v1": 2 },
    aside: [],
    routes: { "catalogue-to-v1": { upstream_rq_200: 40, upstream_rq_503: 3 } },
    arrived: { allowed: 12, denied: 3 },
  });
});
