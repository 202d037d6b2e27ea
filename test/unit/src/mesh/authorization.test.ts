import { accountsIn, authorizationPolicy } from "../../../../src/mesh/authorization";
import { fingerprints } from "../../../../src/mesh/marks";

const selector = { matchLabels: { name: "catalogue" } };
const frontEnd = { namespace: "shop", name: "front-end" };
const [mark = ""] = fingerprints(authorizationPolicy("catalogue", {}));
/** A rule for a caller whom there cannot be. */
const nobody = (of: object) => ({ from: [{ source: { principals: fingerprints(of) } }] });

test("where anyone may call, only a caller is refused whom there cannot be", () => {
  expect(mark).toMatch(/^fingerprint-[0-9a-f]{8}$/);
  const rules = [{ from: [{ source: { principals: [mark] } }] }];
  expect(authorizationPolicy("catalogue", {})).toEqual({ selector, action: "DENY", rules });
});

test("callers are let in by their account, with these methods alone, and nobody else", () => {
  const spec = authorizationPolicy("catalogue", { callers: [frontEnd], methods: ["GET"] });
  const rule = {
    from: [{ source: { principals: ["*/ns/shop/sa/front-end"] } }],
    to: [{ operation: { methods: ["GET"] } }],
  };
  expect(spec).toEqual({ selector, action: "ALLOW", rules: [rule, nobody(spec)] });
});

test("whom nobody calls lets nobody in; no rule is empty, for that would let in everyone", () => {
  const spec = authorizationPolicy("queue-master", { callers: [] });
  expect(spec.rules).toEqual([nobody(spec)]);
  for (const wish of [{}, { callers: [] }, { callers: [frontEnd] }, { methods: ["GET"] }]) {
    for (const rule of authorizationPolicy("catalogue", wish).rules ?? []) expect(Object.keys(rule)).not.toEqual([]);
  }
});

test("methods alone are for all callers", () => {
  const { rules = [] } = authorizationPolicy("catalogue", { methods: ["GET", "HEAD"] });
  expect(rules[0]).toEqual({ to: [{ operation: { methods: ["GET", "HEAD"] } }] });
});

const tokens = { issuer: "https://issuer.example", audience: "shop", notAt: ["/health"] };
const bearer = { requestPrincipals: ["https://issuer.example/*"] };

test("a token alone lets in, but for the paths that need none", () => {
  const spec = authorizationPolicy("catalogue", { tokens });
  const rules = [{ from: [{ source: bearer }] }, { to: [{ operation: { paths: ["/health"] } }] }, nobody(spec)];
  expect(spec).toEqual({ selector, action: "ALLOW", rules });
});

test("beside callers and methods a token is wanted too, and none of them opens what another closes", () => {
  const spec = authorizationPolicy("catalogue", { tokens, callers: [frontEnd], methods: ["GET"] });
  const principals = ["*/ns/shop/sa/front-end"];
  expect(spec.rules).toEqual([
    { from: [{ source: { principals, ...bearer } }], to: [{ operation: { methods: ["GET"] } }] },
    { from: [{ source: { principals } }], to: [{ operation: { methods: ["GET"], paths: ["/health"] } }] },
    nobody(spec),
  ]);
  const unopened = authorizationPolicy("catalogue", { tokens, callers: [] });
  expect(unopened.rules).toEqual([nobody(unopened)]);
});

test("each wish has a mark of its own", () => {
  const wishes = [
    {},
    { callers: [] },
    { callers: [frontEnd] },
    { methods: ["GET"] },
    { methods: ["POST"] },
    { tokens },
  ];
  const marks = wishes.flatMap((wish) => fingerprints(authorizationPolicy("catalogue", wish)));
  expect(new Set(marks).size).toBe(wishes.length);
});

test("the accounts of a policy can be read back, its mark is none", () => {
  const gateway = { namespace: "istio-system", name: "gateway" };
  expect(accountsIn(authorizationPolicy("front-end", { callers: [gateway, frontEnd] }))).toEqual([gateway, frontEnd]);
  expect(accountsIn({})).toEqual([]);
});
