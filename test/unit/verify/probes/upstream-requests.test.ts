import type { Readings } from "../../../../verify/probes/upstream-requests";
import { difference, endpointsOf, toAll, toSubset } from "../../../../verify/probes/upstream-requests";

const V1 = "outbound|80|v1|front-end.sock-shop.svc.cluster.local";
const V2 = "outbound|80|v2|front-end.sock-shop.svc.cluster.local";
const FRONT_END = { name: "front-end", namespace: "sock-shop" };
const NONE = "outbound|80||front-end.sock-shop.svc.cluster.local";

/** Counts by proxy, cluster and endpoint. */
function readings(counts: Record<string, Record<string, Record<string, number>>>): Readings {
  const map = <T, U>(object: Record<string, T>, change: (value: T) => U) =>
    new Map(Object.entries(object).map(([key, value]) => [key, change(value)]));
  return map(counts, (clusters) =>
    map(clusters, (endpoints) => map(endpoints, (requests) => ({ requests, active: 0, setAside: false }))),
  );
}

describe("difference", () => {
  test("is what each subset was sent in between, over all proxies", () => {
    const before = readings({ a: { [V1]: { x: 10 }, [V2]: { y: 5 } }, b: { [V1]: { x: 100 } } });
    const after = readings({ a: { [V1]: { x: 90 }, [V2]: { y: 25 } }, b: { [V1]: { x: 101 } } });
    const requests = difference(before, after, FRONT_END);
    expect(toSubset(requests, "v1")).toBe(81);
    expect(toSubset(requests, "v2")).toBe(20);
    expect(toAll(requests)).toBe(101);
    expect(requests.lost).toEqual([]);
  });

  test("keeps the endpoints apart, and those that were sent nothing", () => {
    const requests = difference(
      readings({ a: { [V1]: { x: 1, y: 7 } } }),
      readings({ a: { [V1]: { x: 4, y: 7 } } }),
      FRONT_END,
    );
    expect(requests.subsets.get("v1")).toEqual(
      new Map([
        ["x", 3],
        ["y", 0],
      ]),
    );
  });

  test("counts an endpoint and a proxy that came in between from zero", () => {
    const before = readings({ a: { [V1]: { x: 10 } } });
    const after = readings({ a: { [V1]: { x: 12, z: 3 } }, b: { [V1]: { x: 4 } } });
    const requests = difference(before, after, FRONT_END);
    expect(toSubset(requests, "v1")).toBe(9);
    expect(requests.lost).toEqual([]);
  });

  test("names an endpoint that left, for it took its count along", () => {
    const requests = difference(
      readings({ a: { [V1]: { x: 10, y: 1 } } }),
      readings({ a: { [V1]: { x: 11 } } }),
      FRONT_END,
    );
    expect(requests.lost).toEqual([`y left ${V1} of a`]);
  });

  test("names a proxy that left", () => {
    const requests = difference(readings({ a: {}, b: { [V1]: { x: 1 } } }), readings({ a: {} }), FRONT_END);
    expect(requests.lost).toEqual(["b left"]);
  });

  test("names a counter that began anew, and does not count it backwards", () => {
    const requests = difference(readings({ a: { [V1]: { x: 10 } } }), readings({ a: { [V1]: { x: 2 } } }), FRONT_END);
    expect(requests.lost).toEqual([`a counts x of ${V1} anew`]);
    expect(toSubset(requests, "v1")).toBe(0);
  });

  test("leaves other services, namespaces and ports alone", () => {
    const others = {
      "outbound|80|v1|catalogue.sock-shop.svc.cluster.local": { x: 50 },
      "outbound|80|v1|front-end.elsewhere.svc.cluster.local": { x: 50 },
      "outbound|8080|v1|front-end.sock-shop.svc.cluster.local": { x: 50 },
      "inbound|8079||": { x: 50 },
    };
    const requests = difference(readings({ a: {} }), readings({ a: { ...others, [NONE]: { x: 2 } } }), FRONT_END);
    expect(toAll(requests)).toBe(2);
    expect(toSubset(requests, "")).toBe(2);
  });

  test("knows a shop in a namespace of another name", () => {
    const both = readings({ a: { [V1]: { x: 1 }, "outbound|80|v1|front-end.team-shop.svc.cluster.local": { y: 4 } } });
    const requests = difference(readings({ a: {} }), both, { name: "front-end", namespace: "team-shop" });
    expect(requests.subsets).toEqual(new Map([["v1", new Map([["y", 4]])]]));
  });

  test("takes no namespace for one whose name begins alike", () => {
    const other = readings({ a: { "outbound|80|v1|front-end.sock-shop-2.svc.cluster.local": { x: 4 } } });
    expect(toAll(difference(readings({ a: {} }), other, FRONT_END))).toBe(0);
  });

  test("knows a cluster with a domain of its own", () => {
    const after = readings({ a: { "outbound|80|v1|front-end.sock-shop.svc.corp.example": { x: 3 } } });
    expect(toSubset(difference(readings({ a: {} }), after, FRONT_END), "v1")).toBe(3);
  });
});

test("endpointsOf gives the endpoints of a subset, in order and once", () => {
  const both = readings({ a: { [V1]: { y: 0, x: 1 } }, b: { [V1]: { x: 0 }, [V2]: { z: 0 } } });
  expect(endpointsOf(both, FRONT_END, "v1")).toEqual(["x", "y"]);
  expect(endpointsOf(both, FRONT_END, "")).toEqual([]);
});
