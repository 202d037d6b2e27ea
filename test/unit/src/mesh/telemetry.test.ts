import { ofTelemetry } from "../../../../src/mesh/expectation";
import { fingerprints } from "../../../../src/mesh/marks";
import { conditionOf, telemetry, untraced } from "../../../../src/mesh/telemetry";
import { zipkinProvider } from "../../../../src/mesh/zipkin-provider";

const logging = (filter: string) => telemetry({ accessLog: { filter } }, "shop");
const tracing = (sampling: number) => telemetry({ tracing: { sampling } }, "shop");
const zipkin = { name: "zipkin" };

const expressionOf = (filter: string) => logging(filter).accessLogging?.[0]?.filter?.expression ?? "";

test("without a wish, a Telemetry for no pod, which says nothing", () => {
  const spec = telemetry({}, "shop");
  expect(spec).toEqual({ selector: { matchLabels: { "sock-shop/access-log": "nobody" } } });
  expect(ofTelemetry("shop", spec, zipkin).marks).toEqual([]);
});

test("with one, all pods write to their standard output, and the condition bears the mark as a comment", () => {
  const spec = logging("response.code >= 400");
  expect(Object.keys(spec)).toEqual(["accessLogging"]);
  expect(spec.accessLogging).toMatchObject([{ providers: [{ name: "envoy" }] }]);
  expect(expressionOf("response.code >= 400")).toMatch(/^response\.code >= 400 \/\/ fingerprint-[0-9a-f]{8}$/);
  expect(expressionOf("all")).toMatch(/^true \/\/ fingerprint-[0-9a-f]{8}$/);
});

test("the mark is another for another condition, and the same for the same", () => {
  const markOf = (filter: string) => fingerprints(logging(filter));
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

test("all sidecars of the namespace must show both, but for those that report nothing", () => {
  const spec = telemetry({ accessLog: { filter: "all" }, tracing: { sampling: 25 } }, "shop");
  const [log, trace] = [fingerprints(logging("all")), fingerprints(tracing(25))];
  expect(ofTelemetry("shop", spec, zipkin)).toEqual({
    ...{ object: "Telemetry/shop", host: "", told: ["sidecar"], pods: {}, marks: [...log, ...trace] },
    ...{ accessLog: log, tracing: { marks: trace, notOf: zipkin } },
  });
  expect(ofTelemetry("shop", logging("all"), zipkin).tracing?.marks).toEqual([]);
  expect(ofTelemetry("shop", tracing(25), zipkin).accessLog).toEqual([]);
});

test("traces go to the namespace's own Zipkin, so many of hundred, and bear the mark as a tag", () => {
  const [mark = ""] = fingerprints(tracing(25));
  expect(tracing(25)).toEqual({
    tracing: [
      {
        providers: [{ name: "shop-zipkin" }],
        randomSamplingPercentage: 25,
        customTags: { "sock-shop.tracing": { literal: { value: mark } } },
      },
    ],
  });
  expect(fingerprints(tracing(26))).not.toEqual([mark]);
});

test("the provider leads to the Service beside the shop", () => {
  expect(zipkinProvider("shop")).toEqual({
    name: "shop-zipkin",
    zipkin: { service: "zipkin.shop.svc.cluster.local", port: 9411 },
  });
});

test("who reports nothing is told so by its labels", () => {
  expect(untraced(zipkin)).toEqual({
    selector: { matchLabels: zipkin },
    tracing: [{ disableSpanReporting: true }],
  });
});
