import { telemetryOf, type TelemetryObject } from "../../../../src/cluster/telemetries";

const catalogue = { name: "catalogue", version: "v1" };
type Says = "accessLogging" | "tracing" | "metrics";
const telemetry = (says: Says, matchLabels?: Record<string, string>): TelemetryObject => ({
  metadata: { name: "theirs" },
  spec: { [says]: [{}], ...(matchLabels && { selector: { matchLabels } }) },
});
const [log, traces] = [{ accessLogOfOthers: true }, { tracingOfOthers: true }];

test.each<[string, TelemetryObject[], object]>([
  ["nobody has one", [], {}],
  ["one for this pod that says what is logged", [telemetry("accessLogging", { name: "catalogue" })], log],
  ["one for this pod that says what is traced", [telemetry("tracing", { name: "catalogue" })], traces],
  ["one for this pod about something else", [telemetry("metrics", { name: "catalogue" })], {}],
  ["one for another pod", [telemetry("accessLogging", { name: "user" }), telemetry("tracing", { name: "user" })], {}],
  ["one for the whole namespace", [telemetry("tracing")], { ...log, ...traces }],
  [
    "one for the whole namespace about something else, which may still be the older",
    [telemetry("metrics")],
    { ...log, ...traces },
  ],
])("%s", (_, ofNamespace, expected) => {
  expect(telemetryOf({ ofNamespace, ofMesh: [telemetry("tracing")] }, catalogue)).toEqual(expected);
});

test("what may not be read is taken for nothing", () => expect(telemetryOf(undefined, catalogue)).toEqual({}));
