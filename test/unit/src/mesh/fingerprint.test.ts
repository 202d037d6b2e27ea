import { fingerprint } from "../../../../src/mesh/fingerprint";

test("is the start of the digest of the value, fields in order", () => {
  // printf '{"a":[{"c":1,"d":2}],"b":"x"}' | sha256sum
  expect(fingerprint({ b: "x", a: [{ d: 2, c: 1 }] })).toBe("77f9bc5f");
});

test("is the same whatever the order of the fields", () => {
  expect(fingerprint({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprint({ b: { d: 3, c: 2 }, a: 1 }));
});

test.each([
  [{ weight: 20 }, { weight: 21 }],
  [{ weight: 20 }, { weight: "20" }],
  [
    ["v1", "v2"],
    ["v2", "v1"],
  ],
  [{ a: {} }, { a: [] }],
])("tells %j from %j", (one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
});
