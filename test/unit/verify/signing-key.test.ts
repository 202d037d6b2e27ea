import { exportJWK, generateKeyPair, importJWK, jwtVerify } from "jose";
import { keyIn, whyNoKey } from "../../../verify/signing-key";
import { bearing, mint } from "../../../verify/token";
import { visitorHeaders } from "../../../verify/visitor";

const made = generateKeyPair("ES256", { extractable: true });
const kind = { issuer: "https://issuer.example", audience: "shop" };

test("a token says what it should, and is checked by the key's public half", async () => {
  const { privateKey, publicKey } = await made;
  const wish = { ...kind, subject: "alice", seconds: 60, claims: { group: "testers" } };
  const { payload, protectedHeader } = await jwtVerify(await mint(await exportJWK(privateKey), wish), publicKey, kind);
  expect(payload).toMatchObject({ sub: "alice", group: "testers", iss: kind.issuer, aud: kind.audience });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(61);
  expect(protectedHeader.alg).toBe("ES256");
});

test("one that has ended is a token that was good", async () => {
  const { privateKey, publicKey } = await made;
  const token = await mint(await exportJWK(privateKey), { ...kind, subject: "alice", seconds: -3600 });
  await expect(jwtVerify(token, publicKey, kind)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
});

test("visitors bear one where a stage wants it, and else nobody asks for the key", async () => {
  const key = await exportJWK((await made).privateKey);
  const never = () => Promise.reject(new Error("asked"));
  expect(await visitorHeaders([{}, {}], never)).toEqual({});
  const { authorization = "" } = await visitorHeaders([{}, { tokens: kind }], () => Promise.resolve(key));
  const token = authorization.replace(/^Bearer /, "");
  expect(bearing(token)).toEqual({ authorization });
  const { payload } = await jwtVerify(token, (await made).publicKey, kind);
  expect(payload.iss).toBe(kind.issuer);
});

test("a key is read from a text; what is none is not repeated", async () => {
  const key = await exportJWK((await made).privateKey);
  expect(await importJWK(keyIn(`${JSON.stringify(key)}\n`, "it"), "ES256")).toBeDefined();
  const { d: secret, ...publicHalf } = key;
  for (const text of ["", "secret", JSON.stringify(publicHalf), JSON.stringify({ ...key, crv: "P-384" })]) {
    expect(() => keyIn(text, "it")).toThrow(/^it is no private key of P-256 as a JSON Web Key$/);
  }
  expect(secret).toBeDefined();
});

test.each([
  [{ code: "ENOENT" }, "npm run lab -- shell"],
  [{ stderr: "error: no stack selected; please use `pulumi stack select`" }, "pulumi stack select NAME"],
  [{ stderr: "error: current stack does not have output property 'signingKey'" }, "pulumi up"],
  [{ stderr: "error: constructing secrets manager: passphrase must be set" }, "passphrase must be set"],
])("where the stack does not say it, why, and what to type: %j", (failure, said) => {
  expect(whyNoKey(failure)).toContain(said);
});
