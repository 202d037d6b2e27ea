import { accessLogTelemetry, conditionOf } from "../../../../src/mesh/access-log";
import { ofTelemetry } from "../../../../src/mesh/expectation";
import { fingerprints } from "../../../../src/mesh/marks";

const expressionOf = (filter: string) => accessLogTelemetry({ filter }).accessLogging?.[0]?.filter?.expression ?? "";

test("without a wish, a Telemetry for no pod, which says nothing", () => {
  const spec = accessLogTelemetry(undefined);
  expect(spec).toEqual({ selector: { matchLabels: { "sock-shop/access-log": "nobody" } } });
  expect(ofTelemetry("shop", spec).marks).toEqual([]);
});

test("with one, all pods write to their standard output, and the condition bears the mark as a comment", () => {
  const spec = accessLogTelemetry({ filter: "response.code >= 400" });
  expect(Object.keys(spec)).toEqual(["accessLogging"]);
  expect(spec.accessLogging).toMatchObject([{ providers: [{ name: "envoy" }] }]);
  expect(expressionOf("response.code >= 400")).toMatch(/^response\.code >= 400 \/\/ fingerprint-[0-9a-f]{8}$/);
  expect(expressionOf("all")).toMatch(/^true \/\/ fingerprint-[0-9a-f]{8}$/);
});

test("the mark is another for another condition, and the same for the same", () => {
  const markOf = (filter: string) => fingerprints(accessLogTelemetry({ filter }));
  expect(markOf("all")).toHaveLength(1);
  expect(markOf("all")).toEqual(markOf("all"));
  expect(markOf("all")).not.toEqual(markOf("response.code >= 400"));
});

test("a condition that ends in a comment of its own bears it too", () => {
  expect(fingerprints({ expression: expressionOf("true // mine") })).toHaveLength(1);
});

test("what is read again is the condition alone", () => {
  expect(conditionOf(expressionOf("response.code >= 400"))).toBe("response.code >= 400");
  expect(conditionOf("true // mine")).toBe("true // mine");
});

test("all sidecars of the namespace must show it", () => {
  const spec = accessLogTelemetry({ filter: "all" });
  expect(ofTelemetry("shop", spec)).toEqual({
    ...{ object: "Telemetry/shop", host: "", told: ["sidecar"], pods: {}, accessLog: true },
    marks: fingerprints(spec),
  });
});
