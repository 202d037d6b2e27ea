import { countHeader, ended, parseResult } from "../../../../verify/probes/fortio";

/** As fortio 1.66.5 prints it, cut down. */
const RESULT = JSON.stringify({
  RunType: "HTTP",
  DurationHistogram: { Count: 40, Min: 0.000090825, Max: 0.620175, Sum: 1.5 },
  RetCodes: { "-1": 1, "200": 22, "503": 17 },
});

/** As fortio 1.66.5 logs it at level debug with its standard client. */
const LOG = [
  '{"ts":1,"level":"dbug","file":"http_client.go","msg":"[3] For URL http://catalogue/tags, received:\\nHTTP/1.1 503 Service Unavailable\\r\\nContent-Length: 81\\r\\nX-Envoy-Overloaded: true\\r\\n\\r\\n"}',
  '{"ts":2,"level":"dbug","msg":"[3] Got 503 : 503 Service Unavailable for GET http://catalogue/tags"}',
  '{"ts":3,"level":"dbug","msg":"[1] For URL http://catalogue/tags, received:\\nHTTP/1.1 503 Service Unavailable\\r\\nContent-Length: 19\\r\\n\\r\\n"}',
  '{"ts":4,"level":"dbug","msg":"[1] For URL http://catalogue/tags, received:\\nHTTP/1.1 200 OK\\r\\nServer: envoy\\r\\n\\r\\n"}',
].join("\n");

test("parseResult reads statuses and durations", () => {
  const answers = parseResult(RESULT);
  expect(answers).toMatchObject({ calls: 40, shortest: 0.000090825, longest: 0.620175 });
  expect([ended(answers, 200), ended(answers, 503), ended(answers, -1), ended(answers, 500)]).toEqual([22, 17, 1, 0]);
});

test("countHeader counts each answer once, and those with the header", () => {
  expect(countHeader(LOG, "x-envoy-overloaded")).toEqual([
    { status: 503, answers: 2, withHeader: 1 },
    { status: 200, answers: 1, withHeader: 0 },
  ]);
});
