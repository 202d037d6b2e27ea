import { parseLogLine } from "../../../../verify/probes/access-log";

/** As Istio has it where the mesh says nothing of a format. */
const text = (flags: string, cluster: string, route: string) =>
  '[2026-11-26T13:07:00.000Z] "GET /tags?verify-0a1b2c3d HTTP/1.1" 503 ' +
  `${flags} via_upstream - "-" 0 81 3 - "-" "fortio.org/fortio-1.66.5" "0-1" "catalogue" "10.0.0.1:80" ` +
  `${cluster} 127.0.0.6:40000 10.0.0.1:80 10.0.0.2:40000 outbound_.80_._.catalogue.shop.svc.cluster.local ${route}`;

const read = {
  path: "/tags?verify-0a1b2c3d",
  status: 503,
  flags: "-",
  route: "default",
  upstream: "inbound|80||",
  requestId: "0-1",
};

test.each([
  [text("-", "inbound|80||", "default"), read],
  [
    text("UO", "outbound|80|v1|catalogue", "to-v1"),
    { ...read, flags: "UO", route: "to-v1", upstream: "outbound|80|v1|catalogue" },
  ],
  [
    '{"path":"/tags?verify-0a1b2c3d","response_code":503,"response_flags":"-","route_name":"default","upstream_cluster":"inbound|80||","request_id":"0-1"}',
    read,
  ],
  [
    '{"path":"/","response_code":404,"route_name":null}',
    { path: "/", status: 404, flags: "-", route: "-", upstream: "-", requestId: "-" },
  ],
])("a line of either format is read", (line, expected) => expect(parseLogLine(line)).toEqual(expected));

test.each([
  "",
  "2026-11-26T13:07:00.000000Z\tinfo\tcache\tgenerated new workload certificate",
  '{"level":"info","msg":"ready"}',
  '[2026-11-26T13:07:00.000Z] "- - -" 0 - - - "-" 100 200 300 - "-" "-" "-" "-" "10.0.0.1:6379" inbound|6379|| 127.0.0.6:1 10.0.0.1:2 10.0.0.2:3 - -',
  '[2026-11-26T13:07:00.000Z] "GET / HTTP/1.1" 200 -',
])("what is no line on a request is none: %s", (line) => expect(parseLogLine(line)).toBeUndefined());
