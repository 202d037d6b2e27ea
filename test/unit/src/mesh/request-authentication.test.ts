import { generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { keyId, publicHalf } from "../../../../src/cluster/signing-key";
import { fingerprints, gatewayMarks } from "../../../../src/mesh/marks";
import { gatewayAuthentication, requestAuthentication } from "../../../../src/mesh/request-authentication";

const whole = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
const key = publicHalf(JSON.stringify(whole));
const tokens = { issuer: "https://issuer.example", audience: "shop", notAt: [] };
const selector = { matchLabels: { name: "front-end" } };

test("where no stage wants tokens, none is read, and the object bears no mark", () => {
  const spec = requestAuthentication("front-end", undefined, key);
  expect(spec).toEqual({ selector });
  expect(fingerprints(spec)).toEqual([]);
});

test("tokens of one issuer for one audience are believed, signed with the public half's other half", () => {
  const spec = requestAuthentication("front-end", tokens, key);
  const [rule] = spec.jwtRules ?? [];
  expect(spec).toEqual({
    selector,
    jwtRules: [{ issuer: "https://issuer.example", audiences: ["shop"], jwks: expect.any(String) }],
  });
  expect(JSON.parse(rule?.jwks ?? "")).toEqual({
    keys: [{ ...key, kid: keyId(key), alg: "ES256", use: "sig" }],
    mark: fingerprints(spec)[0],
  });
});

test("the private half is nowhere in it", () => {
  expect(Object.keys(key)).toEqual(["kty", "crv", "x", "y"]);
  expect(JSON.stringify(requestAuthentication("front-end", tokens, key))).not.toContain(whole.d);
});

test("a key is called by the thumbprint that others reckon too", async () => {
  expect(keyId(key)).toBe(await calculateJwkThumbprint(whole as { kty: string }));
});

test("each wish and each key has a mark of its own", () => {
  const specs = [
    requestAuthentication("front-end", tokens, key),
    requestAuthentication("front-end", { ...tokens, audience: "others" }, key),
    requestAuthentication("front-end", { ...tokens, issuer: "other" }, key),
    requestAuthentication("front-end", tokens, { ...key, x: key.y }),
    requestAuthentication("catalogue", tokens, key),
  ];
  const marks = specs.flatMap(fingerprints);
  expect(new Set(marks).size).toBe(specs.length);
});

describe("at the gateway", () => {
  const spec = gatewayAuthentication("asm=door", "shop-visitors", tokens, key);
  const [rule] = spec.jwtRules ?? [];

  test("the same tokens are believed by the pods with the gateway's label, and passed on", () => {
    expect(spec).toEqual({
      selector: { matchLabels: { asm: "door" } },
      jwtRules: [
        {
          issuer: "https://issuer.example",
          audiences: ["shop"],
          forwardOriginalToken: true,
          jwks: expect.any(String),
        },
      ],
    });
    expect(JSON.parse(rule?.jwks ?? "").keys).toEqual([{ ...key, kid: keyId(key), alg: "ES256", use: "sig" }]);
  });

  test("the mark bears the object's name, as a gateway has others' too", () => {
    const marks = fingerprints(spec);
    expect(marks).toHaveLength(1);
    expect(gatewayMarks(spec, "shop-visitors")).toEqual(marks);
    expect(gatewayMarks(spec, "visitors")).toEqual([]);
    const other = gatewayAuthentication("asm=door", "shop-visitors", { ...tokens, audience: "others" }, key);
    expect(fingerprints(other)).not.toEqual(marks);
  });
});
