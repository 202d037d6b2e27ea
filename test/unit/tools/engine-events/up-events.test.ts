import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events";
import { saidOf, UpEvents } from "../../../../tools/engine-events/up-events";

const metadata = (op: string, name: string, type = "kubernetes:apps/v1:Deployment") =>
  ({ op, type, urn: `urn:pulumi:dev::sock-shop::${type}::${name}` }) as StepEventMetadata;
const begins = (op: string, name: string, type?: string) =>
  ({ resourcePreEvent: { metadata: metadata(op, name, type) } }) as EngineEvent;
const ends = (op: string, name: string, type?: string) =>
  ({ resOutputsEvent: { metadata: metadata(op, name, type) } }) as EngineEvent;
const says = (severity: string, message: string, urn = "urn:pulumi:dev::sock-shop::pulumi:pulumi:Stack::dev") =>
  ({ diagnosticEvent: { severity, message, color: "never", urn } }) as EngineEvent;

function seen(...events: EngineEvent[]): UpEvents {
  const up = new UpEvents();
  for (const event of events) up.see(event);
  return up;
}

test("what is made, changed or deleted is counted apart from what stays", () => {
  const up = seen(
    begins("same", "carts"),
    ends("same", "carts"),
    begins("create", "front-end-v2"),
    ends("create", "front-end-v2"),
    begins("delete", "orders"),
  );
  expect(up.progress).toEqual({ done: 2, changed: 1, now: "Deployment orders" });
});

test("components and the stack are no objects of the cluster", () => {
  const stack = "pulumi:pulumi:Stack";
  expect(seen(begins("same", "dev", stack), ends("same", "dev", stack)).progress).toEqual({
    ...{ done: 0, changed: 0, now: "" },
  });
});

test("what the program says of its waiting goes before what is under way, until something else begins", () => {
  const waiting = [begins("update", "front-end"), says("info", "<{%reset%}>14 of 16 proxies serve it<{%reset%}>\n")];
  expect(seen(...waiting).progress.now).toBe("14 of 16 proxies serve it");
  expect(seen(...waiting, begins("create", "stage", "kubernetes:core/v1:ConfigMap")).progress.now).toBe(
    "ConfigMap stage",
  );
});

test("what the provider says of its waiting does not: it names no object", () => {
  const service = "urn:pulumi:dev::sock-shop::sock-shop:Microservice$kubernetes:core/v1:Service::carts";
  const waiting = [begins("create", "orders"), says("info", "Service initialization complete", service)];
  expect(seen(...waiting).progress.now).toBe("Deployment orders");
});

test("what failed first is the cause, in its first line", () => {
  const up = seen(
    says("warning", "warning: old"),
    says("error", "error: \nno Istio\nat x.ts"),
    says("error", "failed"),
  );
  expect(up.failure).toBe("no Istio");
  expect(seen(says("warning", "old")).failure).toBeUndefined();
});

test.each([
  [
    "code: 255\n stdout: \n stderr: error: the stack is currently locked by 1 lock(s).\n",
    "the stack is currently locked by 1 lock(s).",
  ],
  ["spawn pulumi ENOENT", "spawn pulumi ENOENT"],
  ["", "pulumi failed without a word"],
])("of %j Pulumi's own line is told", (message, line) => {
  expect(saidOf(message)).toBe(line);
});
