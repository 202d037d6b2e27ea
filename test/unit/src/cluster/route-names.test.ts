import { routeNamesIn, servesExactly } from "../../../../src/cluster/route-names";

const dump = JSON.stringify(
  {
    configs: [
      {
        route_config: {
          name: "80",
          virtual_hosts: [
            { name: "user.sock-shop.svc:80", routes: [{ name: "user-to-v1.0a1b2c3d" }] },
            { name: "front-end.sock-shop.svc:80", routes: [{ name: "front-end-to-v1-v2.c73e010a" }] },
            { name: "allow_any", routes: [{ name: "allow_any" }] },
          ],
        },
      },
    ],
  },
  null,
  1,
);

test("takes the routes of this program out of a dump, and nothing else", () => {
  expect([...routeNamesIn(dump)]).toEqual(["user-to-v1.0a1b2c3d", "front-end-to-v1-v2.c73e010a"]);
});

describe("a proxy serves a state", () => {
  const served = routeNamesIn(dump);
  test.each<[string, string[], boolean]>([
    ["with exactly its routes", ["front-end-to-v1-v2.c73e010a", "user-to-v1.0a1b2c3d"], true],
    ["not with the routes of another fingerprint", ["front-end-to-v1-v2.00000000", "user-to-v1.0a1b2c3d"], false],
    ["not with an earlier route left over", ["user-to-v1.0a1b2c3d"], false],
    ["not with a route missing", [...served, "carts-to-v1.0a1b2c3d"], false],
  ])("%s", (_, expected, holds) => {
    expect(servesExactly(served, new Set(expected))).toBe(holds);
  });
});
