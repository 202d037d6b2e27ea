import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { readErrors, readRun } from "../../../../tools/engine-events/steps";

const configMap = "kubernetes:core/v1:ConfigMap";
const inputs = (name: string, data: object) => ({ kind: "ConfigMap", metadata: { name }, data });

/** As the engine writes it: null where its types say that there is nothing. */
function event(op: string, before: object | null, after: object | null, more: object = {}): EngineEvent {
  const state = (given: object | null) =>
    given && { type: configMap, urn: `urn:pulumi:x::y::${configMap}::one`, inputs: given };
  const metadata = { op, type: configMap, old: state(before), new: state(after), detailedDiff: null, ...more };
  return { resourcePreEvent: { metadata } } as unknown as EngineEvent;
}

const message = (severity: string, text: string) =>
  ({ diagnosticEvent: { severity, message: text } }) as unknown as EngineEvent;

const [old, next] = [inputs("one", { a: "1" }), inputs("one", { a: "2" })];
const detailedDiff = { "data.a": { diffKind: "update", inputDiff: false } };

test.each([
  ["create", event("create", null, next), { change: "created", object: next, fields: [] }],
  ["same", event("same", old, old), { change: "unchanged", object: old, fields: [] }],
  ["delete", event("delete", old, null), { change: "deleted", object: old, fields: [] }],
  [
    "update",
    event("update", old, next, { detailedDiff }),
    { change: "changed", object: next, before: old, fields: ["data.a"] },
  ],
  [
    "replace",
    event("replace", old, next, { detailedDiff }),
    { change: "replaced", object: next, before: old, fields: ["data.a"] },
  ],
])("%s becomes a step", (_, given, step) => {
  expect(readRun([given]).steps).toEqual([step]);
});

test("a replacement is told once", () => {
  const parts = ["create-replacement", "replace", "delete-replaced"].map((op) => event(op, old, next));
  expect(readRun(parts).steps.map(({ change }) => change)).toEqual(["replaced"]);
});

test("components and providers are no objects", () => {
  const others = ["sock-shop:mesh:Mesh", "pulumi:providers:kubernetes"].map((type) =>
    event("create", null, next, { type }),
  );
  expect(readRun(others).steps).toEqual([]);
});

test("a resource that is no object of the API is known by its type and name", () => {
  expect(readRun([event("create", null, { chart: "base" })]).steps[0]?.object).toEqual({
    kind: "ConfigMap",
    metadata: { name: "one" },
    chart: "base",
  });
});

test("the engine's marks of secrets become one word, wherever they are", () => {
  const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
  const { steps } = readRun([event("create", null, inputs("one", { list: [{ password: mark }], all: mark }))]);
  expect(steps[0]?.object["data"]).toEqual({ list: [{ password: "[secret]" }], all: "[secret]" });
});

test("what the audience is told comes from the stack's outputs", () => {
  const metadata = { op: "create", type: "pulumi:pulumi:Stack", new: { outputs: { shows: "20 % on v2" } } };
  expect(readRun([{ resOutputsEvent: { metadata } } as unknown as EngineEvent]).shows).toBe("20 % on v2");
  expect(readRun([]).shows).toBe("");
});

test("errors and warnings are told in their own words, but not that of the plain text, which is not handed on", () => {
  const events = [
    message("error", "error: Config delay is 5.\n"),
    message("warning", "warning: rendered YAML will contain a secret value in plaintext"),
    message("warning", "warning: rendered file x.yaml contains a secret value in plaintext"),
    message("warning", "warning: deprecated"),
    message("info", "rendered x.yaml"),
  ];
  expect(readErrors(events)).toEqual(["Config delay is 5."]);
  expect(readRun(events).warnings).toEqual(["deprecated"]);
});
