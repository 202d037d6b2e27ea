import { requiredTokens } from "../../../../policy/rules/required-tokens";
import type { Declared } from "../../../../policy/rule";
import { authorizationPolicy, gateway, peerAuthentication, requestAuthentication, virtualService } from "../declared";

const of = (...resources: Declared[]) => requiredTokens.violations(resources).map(({ message }) => message);

const jwtRules = [{ issuer: "https://issuer.example" }];
const selector = (labels: object) => ({ selector: { matchLabels: labels } });
const door = { name: "front-end" };
const root = { namespace: "istio-system" };
const issuers = { requestPrincipals: ["https://issuer.example/*"] };
const nobody = { notRequestPrincipals: ["*"] };

const tokens = (labels: object = door, metadata?: object) =>
  requestAuthentication({ jwtRules, ...selector(labels) }, metadata);
const policy = (action: string | undefined, source: object, labels: object = door, metadata?: object) =>
  authorizationPolicy({ action, rules: [{ from: [{ source }] }], ...selector(labels) }, metadata);
const condition = (action: string, key: string, values: object) =>
  authorizationPolicy({ action, rules: [{ when: [{ key, ...values }] }], ...selector(door) });

test.each<[string, Declared[]]>([
  ["nothing about tokens", [policy("ALLOW", { namespaces: ["shop"] }), peerAuthentication("it", {})]],
  ["one without rules, which does nothing", [requestAuthentication({}), requestAuthentication({ jwtRules: [] })]],
  ["tokens of an issuer allowed", [tokens(), policy("ALLOW", issuers)]],
  ["the same without an action", [tokens(), policy(undefined, issuers)]],
  ["no token denied", [tokens(), policy("DENY", nobody)]],
  ["tokens for the namespace", [tokens({}), policy("DENY", nobody, {})]],
  ["tokens for the namespace, required for some of its pods", [tokens({}), policy("DENY", nobody)]],
  ["tokens for some pods, required for the namespace", [tokens(), policy("DENY", nobody, {})]],
  ["tokens for the mesh, required in a namespace", [tokens({}, root), policy("DENY", nobody)]],
  ["tokens for some pods, required for the mesh", [tokens(), policy("DENY", nobody, {}, root)]],
  ["more labels on one side", [tokens({ ...door, version: "v1" }), policy("DENY", nobody)]],
  ["a claim allowed", [tokens(), condition("ALLOW", "request.auth.claims[group]", { values: ["testers"] })]],
  ["another claim denied", [tokens(), condition("DENY", "request.auth.claims[iss]", { notValues: ["it"] })]],
  [
    "another path that stays open",
    [
      tokens(),
      authorizationPolicy({
        ...selector(door),
        rules: [{ to: [{ operation: { paths: ["/health"] } }] }, { from: [{ source: issuers }] }],
      }),
    ],
  ],
])("%s is taken", (_, resources) => {
  expect(of(...resources)).toEqual([]);
});

const refused = (place: string) => [
  `tokens checks tokens of https://issuer.example for namespace ${place}, and no AuthorizationPolicy of the stack for the ` +
    'same pods requires one. Allowed: one there with action ALLOW and from.source.requestPrincipals ["https://issuer.example/*"], ' +
    'or with action DENY and from.source.notRequestPrincipals ["*"]; a VirtualService that routes by @request.auth.claims ' +
    "at a gateway of these pods; or no spec.jwtRules.",
];
const atDoor = "shop with selector name=front-end";

test.each<[string, Declared[], string]>([
  ["no policy", [tokens()], atDoor],
  ["no policy for the namespace", [tokens({})], "shop"],
  ["a policy about callers", [tokens(), policy("ALLOW", { principals: ["*"] })], atDoor],
  ["a policy with an empty list", [tokens(), policy("ALLOW", { requestPrincipals: [] })], atDoor],
  ["tokens denied", [tokens(), policy("DENY", { requestPrincipals: ["*"] })], atDoor],
  ["no token allowed", [tokens(), policy("ALLOW", nobody)], atDoor],
  ["tokens noted", [tokens(), policy("AUDIT", issuers)], atDoor],
  ["a claim denied", [tokens(), condition("DENY", "request.auth.claims[group]", { values: ["testers"] })], atDoor],
  ["a header's condition", [tokens(), condition("ALLOW", "request.headers[group]", { values: ["testers"] })], atDoor],
  ["a requirement for other pods", [tokens(), policy("DENY", nobody, { name: "catalogue" })], atDoor],
  ["a requirement in another namespace", [tokens(), policy("DENY", nobody, door, { namespace: "other" })], atDoor],
  [
    "a requirement for the mesh's gateways alone",
    [tokens({}), policy("DENY", nobody, { istio: "ingressgateway" }, root)],
    "shop",
  ],
  [
    "tokens at the gateway, required for the shop alone",
    [tokens({ istio: "ingressgateway" }, root), policy("DENY", nobody, {})],
    "istio-system with selector istio=ingressgateway",
  ],
])("%s is refused", (_, resources, place) => {
  expect(of(...resources)).toEqual(refused(place));
});

describe("objects that name their targets", () => {
  const at = (name: string) => ({ targetRefs: [{ kind: "Gateway", group: "gateway.networking.k8s.io", name }] });
  const required = (targets: object) =>
    authorizationPolicy({ ...targets, action: "DENY", rules: [{ from: [{ source: nobody }] }] });
  const checked = (targets: object) => requestAuthentication({ ...targets, jwtRules });
  const { targetRefs } = at("door");

  test.each<[string, Declared[], number]>([
    ["the same target", [checked(at("door")), required(at("door"))], 0],
    ["the same, in the older field", [checked(at("door")), required({ targetRef: targetRefs[0] })], 0],
    ["another target", [checked(at("door")), required(at("other"))], 1],
    ["a policy for the namespace", [checked(at("door")), required({})], 0],
    ["a policy for other pods", [checked(at("door")), required(selector(door))], 1],
    ["pods, and a policy for a target", [checked({}), required(at("door"))], 1],
  ])("%s", (_, resources, count) => {
    expect(of(...resources)).toHaveLength(count);
  });
});

describe("routes by claim", () => {
  const labels = { istio: "ingressgateway" };
  const claim = { "@request.auth.claims.group": { exact: "testers" } };
  const routes = (match: object, gateways?: string[]) =>
    virtualService({ gateways, http: [{ match: [match] }, {}] }, "shop");
  const doorway = (selector: object) => gateway({ selector }, { name: "door", namespace: "shop" });

  test.each<[string, Declared[], number]>([
    ["at the gateway that checks them", [routes({ headers: claim }, ["door"]), doorway(labels)], 0],
    ["by its whole name, and to those without", [routes({ withoutHeaders: claim }, ["shop/door"]), doorway(labels)], 0],
    ["in the other form", [routes({ headers: { "@request.auth.claims[group]": {} } }, ["door"]), doorway(labels)], 0],
    ["at somebody else's gateway", [routes({ headers: claim }, ["other/door"]), doorway({ istio: "other" })], 0],
    ["at another gateway of the stack", [routes({ headers: claim }, ["door"]), doorway({ istio: "other" })], 1],
    ["in the mesh, where claims are no headers", [routes({ headers: claim }, ["mesh"]), doorway(labels)], 1],
    ["in the mesh, by default", [routes({ headers: claim }), doorway(labels)], 1],
    ["by another header", [routes({ headers: { group: { exact: "testers" } } }, ["door"]), doorway(labels)], 1],
  ])("%s", (_, resources, count) => {
    expect(of(tokens(labels, root), ...resources)).toHaveLength(count);
  });
});
