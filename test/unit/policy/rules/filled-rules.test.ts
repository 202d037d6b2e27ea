import { filledRules } from "../../../../policy/rules/filled-rules";
import { authorizationPolicy, declared } from "../declared";

const of = (spec: object) => filledRules.violations(authorizationPolicy(spec));

const from = [{ source: { principals: ["cluster.local/ns/shop/sa/front-end"] } }];
const to = [{ operation: { methods: ["GET"] } }];
const when = [{ key: "source.port", values: ["80"] }];

test.each<[string, object]>([
  ["a rule that says who", { action: "ALLOW", rules: [{ from }] }],
  ["a rule that says what", { rules: [{ to }] }],
  ["a rule that says when", { rules: [{ when }] }],
  ["a rule with an empty list beside a full one", { rules: [{ from: [], to }] }],
  ["no rule, which allows nobody", { action: "ALLOW", rules: [] }],
  ["nothing at all, which allows nobody", {}],
  ["an empty rule that denies all", { action: "DENY", rules: [{}] }],
  ["an empty rule that asks somebody else about all", { action: "CUSTOM", provider: { name: "it" }, rules: [{}] }],
  ["an empty rule that notes all", { action: "AUDIT", rules: [{}] }],
])("%s is taken", (_, spec) => {
  expect(of(spec)).toEqual([]);
});

test.each<[string, object]>([
  ["no action", {}],
  ["ALLOW", { action: "ALLOW" }],
])("an empty rule with %s is refused", (_, action) => {
  expect(of({ ...action, rules: [{ from }, {}] })).toEqual([
    "rule 2 of who: got {}, which allows every request. Allowed: a rule with from, to or when in spec.rules[1]; " +
      "to allow nothing, no rules at all.",
  ]);
});

test.each([{ from: [] }, { from: [], to: [], when: [] }, { to: null }])("%j is empty too", (rule) => {
  expect(of({ rules: [rule] })).toEqual([expect.stringContaining(`got ${JSON.stringify(rule)},`)]);
});

test("older versions of Istio's API and patches are looked at, other resources are not", () => {
  const count = (type: string) => filledRules.violations(declared(type, "it", { spec: { rules: [{}] } })).length;
  expect(count("security.istio.io/v1beta1:AuthorizationPolicy")).toBe(1);
  expect(count("security.istio.io/v1:AuthorizationPolicyPatch")).toBe(1);
  expect(count("security.istio.io/v1:PeerAuthentication")).toBe(0);
  expect(count("policy.linkerd.io/v1alpha1:AuthorizationPolicy")).toBe(0);
});
