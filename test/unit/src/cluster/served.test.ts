import type { Proxy } from "../../../../src/cluster/proxies";
import { allServe } from "../../../../src/cluster/served";

const routes = { gateway: new Set(["front-end-to-v1.00000002"]), sidecar: new Set(["user-to-v1.00000002"]) };
const current = { gateway: "front-end-to-v1.00000002", sidecar: "user-to-v1.00000002" };

const proxy = (kind: Proxy["kind"], name: string, ...dumps: string[]): Proxy => ({
  kind,
  name,
  dumpRoutes: () => {
    const route = dumps.length > 1 ? dumps.shift() : dumps[0];
    return route === "gone" ? Promise.reject(new Error("pod not found")) : Promise.resolve(`{"name": "${route}"}`);
  },
});

const lines: string[] = [];
const tell = (line: string) => {
  lines.push(line);
  return Promise.resolve();
};
beforeEach(() => lines.splice(0));

test("ends at once, and silently, when all proxies serve the routes", async () => {
  const proxies = [proxy("gateway", "gw", current.gateway), proxy("sidecar", "one", current.sidecar)];
  await allServe(routes, () => Promise.resolve(proxies), tell);
  expect(lines).toEqual([]);
});

test("waits for the proxy that still serves the earlier routes, and names it", async () => {
  const proxies = [
    proxy("gateway", "gw", "front-end-to-v1.00000001", current.gateway),
    proxy("sidecar", "one", current.sidecar),
  ];
  await allServe(routes, () => Promise.resolve(proxies), tell);
  expect(lines).toEqual(["waiting for the new routes at gw"]);
});

test("a pod that goes while it is asked does not count once it is gone", async () => {
  const finds = [[proxy("sidecar", "old", "gone")], [proxy("sidecar", "new", current.sidecar)]];
  const gateway = proxy("gateway", "gw", current.gateway);
  await allServe(routes, () => Promise.resolve([gateway, ...(finds.shift() ?? [])]), tell);
  expect(lines).toEqual(["waiting for the new routes at old (pod not found)"]);
});

test("an API server that restarts is waited for", async () => {
  const finds = [Promise.reject(new Error("connect ECONNREFUSED")), Promise.resolve([])];
  const gateway = proxy("gateway", "gw", current.gateway);
  await allServe(routes, async () => [gateway, ...((await finds.shift()) ?? [])], tell);
  expect(lines).toEqual([
    "waiting for the new routes at the cluster, whose API does not answer (connect ECONNREFUSED)",
  ]);
});

test("of many late proxies three are named, and no stack is shown", async () => {
  const old = ["a", "b", "c", "d", "e"].map((name) => proxy("gateway", name, "front-end-to-v1.00000001"));
  const error = await allServe(routes, () => Promise.resolve(old), tell, 0).then(
    () => undefined,
    (error) => error,
  );
  expect(error.message).toContain("not served by a, b, c and 2 more. Nothing was removed.");
  expect(error.stack).toBe(error.message);
});

test.each<[string, Proxy[], string]>([
  ["a proxy that never takes the routes", [proxy("gateway", "gw", "front-end-to-v1.00000001")], "gw"],
  ["no gateway", [proxy("sidecar", "one", current.sidecar)], "an ingress gateway, of which none is ready"],
])("%s ends the program with what to do", async (_, proxies, named) => {
  await expect(allServe(routes, () => Promise.resolve(proxies), tell, 0)).rejects.toThrow(
    `After 0 s the new routes are not served by ${named}. Nothing was removed. Type: istioctl proxy-status. When all are in sync: pulumi up`,
  );
});
