import { declaredSubsets } from "../../../../policy/rules/declared-subsets";
import type { Declared } from "../../../../policy/rule";
import { destinationRule, virtualService } from "../declared";

const to = (host: string, subset?: string) => ({ destination: { host, subset } });
const routes = (host: string, subset?: string, namespace = "shop") =>
  virtualService({ http: [{ route: [to(host, subset)] }] }, namespace);
const of = (...resources: Declared[]) => declaredSubsets.violations(resources).map(({ message }) => message);

const full = "catalogue.shop.svc.cluster.local";

test.each<[string, Declared[]]>([
  ["no subset", [routes("catalogue")]],
  ["a declared one", [routes("catalogue", "v1"), destinationRule("catalogue", ["v1"], "shop")]],
  ["short name and long one", [routes("catalogue", "v1"), destinationRule(full, ["v1"], "elsewhere")]],
  ["long name and short one", [routes(full, "v1", "elsewhere"), destinationRule("catalogue", ["v1"], "shop")]],
  [
    "one of two rules for the host",
    [routes("catalogue", "v2"), destinationRule("catalogue", ["v1"], "shop"), destinationRule(full, ["v2"])],
  ],
  ["a host outside the cluster", [routes("api.example", "v1"), destinationRule("api.example", ["v1"])]],
  ["a rule for many hosts", [routes("catalogue", "v1"), destinationRule("*.shop.svc.cluster.local", ["v1"])]],
  ["no namespace at all", [virtualService({ http: [{ route: [to("a", "v1")] }] }), destinationRule("a", ["v1"])]],
])("%s is taken", (_, resources) => {
  expect(of(...resources)).toEqual([]);
});

const nowhere = "a subset of a DestinationRule, and the stack has none for this host";

test.each<[string, Declared[], string]>([
  ["no rule", [routes("catalogue", "v1")], nowhere],
  ["a rule for another host", [routes("catalogue", "v1"), destinationRule("carts", ["v1"], "shop")], nowhere],
  ["the host of another namespace", [routes("catalogue", "v1"), destinationRule("catalogue", ["v1"], "b")], nowhere],
  // Istio takes a name with a dot for a whole one.
  ["a name cut short", [routes("catalogue", "v1"), destinationRule("catalogue.shop", ["v1"], "shop")], nowhere],
  [
    "another subset",
    [routes("catalogue", "v1"), destinationRule("catalogue", ["v2", "v3", "v4"], "shop")],
    "v2, v3 or v4",
  ],
  [
    "a rule without subsets",
    [routes("catalogue", "v1"), destinationRule("catalogue", undefined, "shop")],
    "no subset, as the host's DestinationRule declares none",
  ],
  [
    "a rule for the host, beside one for many",
    [routes("catalogue", "v1"), destinationRule("*", ["v1"]), destinationRule("catalogue", ["v2"], "shop")],
    "v2",
  ],
  [
    "a rule for the namespace, beside one for all",
    [routes("catalogue", "v1"), destinationRule("*", ["v1"]), destinationRule("*.shop.svc.cluster.local", ["v2"])],
    "v2",
  ],
])("%s is refused", (_, resources, allowed) => {
  expect(of(...resources)).toEqual([
    `http route 1 of routes: subset v1 of ${full} is not declared. Allowed: ${allowed}.`,
  ]);
});

test("mirrors and all protocols are looked at, and the VirtualService is named", () => {
  const broken = virtualService(
    {
      http: [
        { route: [to("catalogue", "v1"), to("catalogue", "a")], mirror: to("catalogue", "b").destination },
        { route: [to("catalogue", "v1")], mirrors: [to("catalogue", "v1"), to("catalogue", "c")] },
        { directResponse: { status: 404 } },
      ],
      tcp: [{ route: [to("catalogue", "d")] }],
      tls: [{ route: [to("catalogue", "e")] }],
    },
    "shop",
  );
  const found = declaredSubsets.violations([destinationRule("catalogue", ["v1"], "shop"), broken]);
  expect(found.map(({ urn, message }) => [urn, /^(.*) of .* subset (.)/.exec(message)?.slice(1)])).toEqual(
    [
      ["http route 1", "a"],
      ["http route 1", "b"],
      ["http route 2", "c"],
      ["tcp route 1", "d"],
      ["tls route 1", "e"],
    ].map((expected) => [broken.urn, expected]),
  );
});
