import { accessLogOf, type TelemetryObject } from "../../../../src/cluster/telemetries";

const catalogue = { name: "catalogue", version: "v1" };
const telemetry = (says: boolean, matchLabels?: Record<string, string>): TelemetryObject => ({
  metadata: { name: "theirs" },
  spec: { ...(says && { accessLogging: [{}] }), ...(matchLabels && { selector: { matchLabels } }) },
});
const others = { accessLogOfOthers: true };

test.each<[string, TelemetryObject[], object]>([
  ["nobody has one", [], {}],
  ["one for this pod that says what is logged", [telemetry(true, { name: "catalogue" })], others],
  ["one for this pod about something else", [telemetry(false, { name: "catalogue" })], {}],
  ["one for another pod", [telemetry(true, { name: "user" })], {}],
  ["one for the whole namespace", [telemetry(true)], others],
  ["one for the whole namespace about something else, which may still be the older", [telemetry(false)], others],
])("%s", (_, ofNamespace, expected) => {
  expect(accessLogOf({ ofNamespace, ofMesh: [telemetry(true)] }, catalogue)).toEqual(expected);
});

test("what may not be read is taken for nothing", () => expect(accessLogOf(undefined, catalogue)).toEqual({}));
