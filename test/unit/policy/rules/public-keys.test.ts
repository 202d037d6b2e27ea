import { generateKeyPairSync } from "node:crypto";
import { publicKeys } from "../../../../policy/rules/public-keys";
import { authorizationPolicy, requestAuthentication } from "../declared";

const of = (...jwks: (string | undefined)[]) =>
  publicKeys.violations(requestAuthentication({ jwtRules: jwks.map((jwks) => ({ issuer: "it", jwks })) }));

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const secret = { kty: "oct", k: "c2VjcmV0" };

const publicOf = ({ publicKey }: typeof rsa) => ({ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" });
const privateOf = ({ privateKey }: typeof rsa) => ({ ...privateKey.export({ format: "jwk" }), kid: "one" });
const set = (...keys: object[]) => JSON.stringify({ keys });

test.each<[string, string | undefined]>([
  ["an RSA key's public half", set(publicOf(rsa))],
  ["an EC key's", set(publicOf(ec))],
  ["an Ed25519 key's", set(publicOf(ed))],
  ["several", set(publicOf(rsa), publicOf(ec), publicOf(ed))],
  ["a mark beside the keys", JSON.stringify({ keys: [publicOf(rsa)], fingerprint: "fingerprint-0123abcd" })],
  ["a certificate", set({ ...publicOf(rsa), x5c: ["MIIB"], x5t: "d" })],
  ["members and values that only look alike", set({ ...publicOf(ec), kid: "d", alg: "k", key_ops: ["p", "q"] })],
  ["no keys", set()],
  ["no JSON", "d, p and q"],
  ["JSON that is no set", "[null, 1]"],
  ["a set elsewhere", undefined],
])("%s is taken", (_, jwks) => {
  expect(of(jwks)).toEqual([]);
});

const allowed =
  "Allowed: public keys alone (of RSA kty, n and e, of EC kty, crv, x and y; kid, alg and use beside them). Put only the " +
  "public half there, and take a new pair: this key has been in the stack.";

test.each<[string, string, string]>([
  ["an RSA key's private half", set(privateOf(rsa)), "in key 1 the private d, p, q, dp, dq, qi"],
  ["an EC key's", set(publicOf(rsa), privateOf(ec)), "in key 2 the private d"],
  ["an Ed25519 key's", set(privateOf(ed)), "in key 1 the private d"],
  ["a secret of both sides", set(secret), "in key 1 the private k"],
  ["more primes", set({ ...publicOf(rsa), oth: [] }), "in key 1 the private oth"],
  ["a key in place of a set", JSON.stringify(privateOf(ec)), "in key 1 the private d"],
  ["keys in place of a set", JSON.stringify([privateOf(ec)]), "in key 1 the private d"],
  ["a PEM", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "a private key as PEM"],
  [
    "an older PEM inside JSON",
    set({ ...publicOf(rsa), pem: rsa.privateKey.export({ type: "pkcs1", format: "pem" }) }),
    "a private key as PEM",
  ],
])("%s is refused", (_, jwks, found) => {
  expect(of(set(publicOf(rsa)), jwks)).toEqual([`spec.jwtRules[1].jwks of tokens has ${found}. ${allowed}`]);
});

test("a public key as PEM is not private, whatever Istio makes of it", () => {
  expect(of(rsa.publicKey.export({ type: "spki", format: "pem" }).toString())).toEqual([]);
});

test("a message shows nothing of the key", () => {
  const values = Object.values(rsa.privateKey.export({ format: "jwk" })).map(String);
  const long = values.filter((value) => value.length > 8);
  expect(long).toHaveLength(7);
  const [message = ""] = of(set(privateOf(rsa)));
  expect(long.filter((value) => message.includes(value))).toEqual([]);
});

test("other resources have no keys", () => {
  expect(publicKeys.violations(authorizationPolicy({ jwtRules: [{ jwks: set(secret) }] }))).toEqual([]);
  expect(publicKeys.violations(requestAuthentication({}))).toEqual([]);
});
