import { hasSidecar, isRunning, labelSelector } from "../../../../verify/cluster/pods";

const container = (name: string) => ({ name });

test("a sidecar is a container, or an init container that stays", () => {
  const app = [container("app")];
  expect(hasSidecar({ spec: { containers: [...app, container("istio-proxy")] } })).toBe(true);
  expect(hasSidecar({ spec: { containers: app, initContainers: [container("istio-proxy")] } })).toBe(true);
  expect(hasSidecar({ spec: { containers: app, initContainers: [container("istio-init")] } })).toBe(false);
  expect(hasSidecar({ spec: { containers: app } })).toBe(false);
});

test("a pod runs while it is ready and nobody has deleted it", () => {
  const status = (ready: string) => ({ conditions: [{ type: "Ready", status: ready }] });
  expect(isRunning({ status: status("True") })).toBe(true);
  expect(isRunning({ status: status("False") })).toBe(false);
  expect(isRunning({ status: status("True"), metadata: { deletionTimestamp: new Date() } })).toBe(false);
  expect(isRunning({})).toBe(false);
});

test("labels are joined as a list request has them", () => {
  expect(labelSelector({ istio: "edge", app: "x" })).toBe("istio=edge,app=x");
  expect(labelSelector({})).toBe("");
});
