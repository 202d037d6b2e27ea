import { jwt, type JwtReadings, type Kind } from "../../../../verify/claims/jwt";
import type { Answer } from "../../../../verify/probes/shop-traffic";
import { answers, wrong } from "../readings";

const numbers = { jwtIssuer: "https://sock-shop.example", jwtAudience: "sock-shop" };
const refusal = (status: number, body: string): Partial<Answer> => ({ status, body });
const bad = (body: string): Partial<Answer> => ({
  ...refusal(401, body),
  headers: { "www-authenticate": 'Bearer realm="http://shop/", error="invalid_token"' },
});

const each: Readonly<Record<Kind, Partial<Answer>>> = {
  "no token": refusal(403, "RBAC: access denied"),
  "a valid token": {},
  "an expired token": bad("Jwt is expired"),
  "another issuer's token": bad("Jwt issuer is not configured"),
  "a token for another audience": refusal(403, "Audiences in Jwt are not allowed"),
  "a token signed with another key": bad("Jwt verification fails"),
  "a token of an unknown key": bad("Jwks doesn't have key to match kid or alg from Jwt"),
  "no token but a word": bad("Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"),
};
const kinds = Object.keys(each) as Kind[];

/** With these answers in place of the right ones. */
function judged(others: Partial<Record<Kind, Partial<Answer>>> = {}, health: Partial<Answer> = { status: 404 }) {
  const pages = Object.fromEntries(kinds.map((kind) => [kind, answers(20, others[kind] ?? each[kind])]));
  return wrong(jwt.judge({ pages: pages as JwtReadings["pages"], health: answers(20, health) }, numbers));
}

test("holds", () => expect(judged()).toEqual([]));

test("holds where front-end has a page for who watches it", () => expect(judged({}, { status: 200 })).toEqual([]));

test("fails on baseline, for each kind of visitor that must be refused", () => {
  const open = Object.fromEntries(kinds.map((kind) => [kind, {}]));
  const refused = kinds.filter((kind) => kind !== "a valid token");
  for (const kind of refused)
    expect(judged(open)).toContainEqual(expect.stringMatching(new RegExp(`^${kind}: 40[13]$`)));
});

test.each(kinds.filter((kind) => kind !== "a valid token"))("fails where %s lets in", (kind) => {
  expect(judged({ [kind]: {} })).toContainEqual(expect.stringMatching(new RegExp(`^${kind}: 40[13]$`)));
});

test("fails where a valid token is refused", () => {
  expect(judged({ "a valid token": bad("Jwt verification fails") })).toEqual(["a valid token: 200"]);
});

test("fails where a token is refused for another reason than its own", () => {
  const other = { "an expired token": bad("Jwt verification fails") };
  expect(judged(other)).toEqual(['an expired token: "Jwt is expired"']);
});

test("fails where the header does not say that the token is bad", () => {
  const silent = { "an expired token": refusal(401, "Jwt is expired") };
  expect(judged(silent)).toEqual(["an expired token: www-authenticate says so"]);
});

test("fails where who watches from outside is refused, or gets no answer of front-end's", () => {
  const health = ["no token, /health: answered by front-end"];
  expect(judged({}, each["no token"])).toEqual(health);
  expect(judged({}, { status: 503 })).toEqual(health);
});
