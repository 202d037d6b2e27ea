import { parseClusters, parseOutbound } from "../../../../verify/probes/clusters";

/** As Envoy 1.40 writes it, cut down to what tells something; zeros are left out, counts are text. */
const ANSWER = JSON.stringify({
  cluster_statuses: [
    {
      name: "outbound|80|v2|front-end.sock-shop.svc.cluster.local",
      host_statuses: [
        {
          address: { socket_address: { address: "10.244.1.7", port_value: 8079 } },
          stats: [
            { name: "cx_connect_fail" },
            { value: "3", name: "cx_total" },
            { name: "rq_error" },
            { value: "38", name: "rq_success" },
            { value: "38", name: "rq_total" },
            { type: "GAUGE", value: "2", name: "rq_active" },
            { type: "GAUGE", value: "1", name: "rq_pending_active" },
          ],
          health_status: { failed_outlier_check: true, eds_health_status: "HEALTHY" },
          weight: 1,
        },
        { address: { socket_address: { address: "10.244.1.8", port_value: 8079 } }, stats: [{ name: "rq_total" }] },
      ],
    },
    { name: "xds-grpc", host_statuses: [{ address: { pipe: { path: "./etc/XDS" } } }] },
    { name: "outbound|80||front-end.sock-shop.svc.cluster.local" },
  ],
});

test("parseClusters reads requests, those under way, and what is put aside, by cluster and endpoint", () => {
  const reading = parseClusters(ANSWER);
  expect(reading.get("outbound|80|v2|front-end.sock-shop.svc.cluster.local")).toEqual(
    new Map([
      ["10.244.1.7:8079", { requests: 38, active: 3, setAside: true }],
      ["10.244.1.8:8079", { requests: 0, active: 0, setAside: false }],
    ]),
  );
  expect([...(reading.get("xds-grpc")?.keys() ?? [])]).toEqual(['{"pipe":{"path":"./etc/XDS"}}']);
  expect(reading.get("outbound|80||front-end.sock-shop.svc.cluster.local")).toEqual(new Map());
});

test("parseClusters refuses what is no JSON", () => {
  expect(() => parseClusters("upstream connect error")).toThrow(SyntaxError);
});

test.each([
  [
    "outbound|80|v1|catalogue.sock-shop.svc.cluster.local",
    { port: 80, subset: "v1", host: "catalogue.sock-shop.svc.cluster.local" },
  ],
  [
    "outbound|80||catalogue.sock-shop.svc.cluster.local",
    { port: 80, subset: "", host: "catalogue.sock-shop.svc.cluster.local" },
  ],
  ["inbound|8079||", undefined],
  ["PassthroughCluster", undefined],
])("parseOutbound takes %s apart", (cluster, parts) => {
  expect(parseOutbound(cluster)).toEqual(parts);
});
