import type { Proxy } from "../../../../src/cluster/proxies";
import { allServe } from "../../../../src/cluster/served";
import type { Shown } from "../../../../src/cluster/shown";
import type { Expectation } from "../../../../src/mesh/expectation";

const object = "VirtualService/user";
const [old, current] = ["user-to-v1.00000001", "user-to-v1.00000002"];
const expectations: Expectation[] = [{ object, host: "user", marks: [current], told: ["gateway", "sidecar"] }];

const shown = (mark: string, refused: string[] = []): Shown => ({
  marks: new Map([[object, new Set([mark])]]),
  hosts: new Set(["user"]),
  refused,
});

/** A proxy that shows these marks one after the other, and the last for ever. */
const proxy = (kind: Proxy["kind"], name: string, ...marks: string[]): Proxy & { asked: number } => ({
  asked: 0,
  kind,
  name,
  limited: false,
  labels: {},
  shows(this: { asked: number }) {
    this.asked += 1;
    const mark = marks.length > 1 ? marks.shift() : marks[0];
    return mark === "gone" ? Promise.reject(new Error("pod not found")) : Promise.resolve(shown(mark as string));
  },
});

const lines: string[] = [];
const waiting = (deadline?: number) => ({
  tell: (line: string) => Promise.resolve(void lines.push(line)),
  why: () => Promise.resolve("This is why."),
  whenRefused: "This is what to type.",
  ...(deadline !== undefined && { deadline }),
});
const found = (...proxies: Proxy[]) => ({ find: () => Promise.resolve({ proxies, bare: undefined }) });
beforeEach(() => lines.splice(0));

test("ends at once, and silently, when all proxies serve the objects", async () => {
  await allServe(expectations, found(proxy("gateway", "gw", current), proxy("sidecar", "one", current)), waiting());
  expect(lines).toEqual([]);
});

test("waits for the proxy that still serves an earlier state, names it once, and does not ask the others again", async () => {
  const [gateway, sidecar] = [proxy("gateway", "gw", old, old, current), proxy("sidecar", "one", current)];
  await allServe(expectations, found(gateway, sidecar), waiting());
  expect(lines).toEqual(["waiting for the new configuration at gw"]);
  expect([gateway.asked, sidecar.asked]).toEqual([3, 1]);
});

test("a pod that goes while it is asked does not count once it is gone", async () => {
  const gateway = proxy("gateway", "gw", current);
  const finds = [[proxy("sidecar", "old", "gone")], [proxy("sidecar", "new", current)]];
  await allServe(expectations, { find: () => found(gateway, ...(finds.shift() ?? [])).find() }, waiting());
  expect(new Set(lines)).toEqual(new Set(["waiting for the new configuration at old (pod not found)"]));
});

test("an API server that restarts is waited for", async () => {
  let first = true;
  const find = () => {
    if (!first) return found(proxy("gateway", "gw", current)).find();
    first = false;
    return Promise.reject(new Error("connect ECONNREFUSED"));
  };
  await allServe(expectations, { find }, waiting());
  expect(lines[0]).toBe(
    "waiting for the new configuration at the cluster, whose API does not answer (connect ECONNREFUSED)",
  );
});

test("of many late proxies three are named, the cause is told, and no stack is shown", async () => {
  const late = ["a", "b", "c", "d", "e"].map((name) => proxy("gateway", name, old));
  const error = await allServe(expectations, found(...late), waiting(0)).catch((error: Error) => error);
  expect(error?.message).toBe(
    "After 0 s the new configuration is not served by a, b, c and 2 more. Nothing was removed. This is why.",
  );
  expect(error?.stack).toBe(error?.message);
});

test("what a proxy refuses is told in its own words, and only while it does not serve ours", async () => {
  const refusing = (name: string, mark: string): Proxy => ({
    ...{ kind: "gateway", name, limited: false, labels: {} },
    shows: () => Promise.resolve(shown(mark, ["Error adding listener: unknown filter\nmore"])),
  });
  await expect(allServe(expectations, found(refusing("gw", old)), waiting(0))).rejects.toThrow(
    "not served by gw (which refuses what it is told: Error adding listener: unknown filter). Nothing",
  );
  await allServe(expectations, found(refusing("gw", current)), waiting(0));
});

test("what a sidecar refuses of its own namespace's filters ends the program before all patience does", async () => {
  const filter: Expectation = {
    ...{ object: "EnvoyFilter/user", host: "user", marks: ["fingerprint-00000002"], told: ["sidecar"] },
    pods: { name: "user" },
  };
  const sidecar = (refused: string[]): Proxy => ({
    ...{ kind: "sidecar", name: "shop/user-1", limited: false, labels: { name: "user" } },
    shows: () => Promise.resolve(shown(current, refused)),
  });
  const all = [...expectations, filter];
  const gateway = proxy("gateway", "gw", current);
  const refusing = allServe(all, found(gateway, sidecar(["Proto constraint validation failed"])), {
    ...waiting(60_000),
    refusal: 0,
  });
  await expect(refusing).rejects.toThrow(
    "shop/user-1 refuses what it is told: Proto constraint validation failed. Nothing was removed. This is what to type.",
  );
  const late = allServe(all, found(gateway, sidecar([])), { ...waiting(0), refusal: 0 });
  await expect(late).rejects.toThrow("After 0 s the new configuration is not served by shop/user-1.");
});

test("no gateway ends the program", async () => {
  await expect(allServe(expectations, found(proxy("sidecar", "one", current)), waiting(0))).rejects.toThrow(
    "not served by an ingress gateway, of which none is ready. Nothing was removed. This is why.",
  );
});

test("a pod without a sidecar ends the program at once, though all proxies serve the objects", async () => {
  const bare = { what: "shop/carts-1 has no sidecar", next: "pulumi up --refresh", patience: 0 };
  const find = () => Promise.resolve({ proxies: [proxy("gateway", "gw", current)], bare });
  await expect(allServe(expectations, { find }, waiting())).rejects.toThrow(
    "shop/carts-1 has no sidecar. Nothing was removed. Type: pulumi up --refresh",
  );
});
