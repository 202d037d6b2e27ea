import { fits } from "../../../../tools/offline-pulumi/pulumi-version";

test.each([
  ["v3.215.0", true],
  ["v3.300.1", true],
  ["v3.214.9", false],
  ["v4.0.0", false],
  ["", false],
])("Pulumi %p fits: %p", (version, expected) => {
  expect(fits(version)).toBe(expected);
});
