import { parseTraces } from "../../../../verify/probes/traces";

/** As Zipkin answers, cut down to what is read. */
const span = {
  traceId: "7b5b0a7e6b1f4b1c9d8e7f6a5b4c3d2e",
  id: "9d8e7f6a5b4c3d2e",
  kind: "SERVER",
  name: "catalogue.sock-shop.svc.cluster.local:80/*",
  duration: 1500,
  localEndpoint: { serviceName: "catalogue.sock-shop", ipv4: "10.0.0.1" },
  tags: { "http.status_code": "200", "http.url": "http://catalogue/tags?x", "guid:x-request-id": "a-b" },
};
const read = {
  ...{ trace: span.traceId, kind: "SERVER", service: "catalogue", seconds: 0.0015 },
  ...{ status: 200, url: "http://catalogue/tags?x", requestId: "a-b" },
};

test("spans are read", () => {
  expect(parseTraces(JSON.stringify([[span, span], [span]]))).toEqual([read, read, read]);
  expect(parseTraces("[]")).toEqual([]);
});

test("what a span does not say is nothing", () => {
  expect(parseTraces('[[{"traceId":"1"}]]')).toEqual([
    { trace: "1", kind: "", service: "", seconds: 0, status: 0, url: "", requestId: "" },
  ]);
});

test.each(["", "no healthy upstream"])("%j is no answer", (answer) => expect(parseTraces(answer)).toBeUndefined());
