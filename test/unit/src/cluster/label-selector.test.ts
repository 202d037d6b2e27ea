import { lackingLabels, type LabelSelector, takes } from "../../../../src/cluster/label-selector";

const labels = { team: "shop", tier: "front" };
const expression = (operator: string, key: string, values?: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

test.each<[string, LabelSelector, boolean]>([
  ["a selector that says nothing", {}, true],
  ["a label that is there", { matchLabels: { team: "shop" } }, true],
  ["a label with another value", { matchLabels: { team: "bank" } }, false],
  ["two labels of which one is missing", { matchLabels: { team: "shop", zone: "a" } }, false],
  ["In, with the value", expression("In", "team", ["bank", "shop"]), true],
  ["In, with others", expression("In", "team", ["bank"]), false],
  ["In, of a label that is missing", expression("In", "zone", ["a"]), false],
  ["NotIn, with the value", expression("NotIn", "team", ["shop"]), false],
  ["NotIn, with others", expression("NotIn", "team", ["bank"]), true],
  ["NotIn, of a label that is missing", expression("NotIn", "zone", ["a"]), true],
  ["Exists", expression("Exists", "team"), true],
  ["Exists, of a label that is missing", expression("Exists", "zone"), false],
  ["DoesNotExist", expression("DoesNotExist", "team"), false],
  ["DoesNotExist, of a label that is missing", expression("DoesNotExist", "zone"), true],
  ["an operator that Kubernetes does not have", expression("Gt", "team", ["a"]), false],
  [
    "labels and expressions of which one does not hold",
    { matchLabels: { team: "shop" }, ...expression("DoesNotExist", "tier") },
    false,
  ],
])("%s", (_, selector, expected) => {
  expect(takes(selector, labels)).toBe(expected);
});

test.each<[string, LabelSelector, string[] | undefined]>([
  ["a label", { matchLabels: { mesh: "on", team: "shop" } }, ["mesh=on"]],
  ["the first of several values", expression("In", "zone", ["a", "b"]), ["zone=a"]],
  ["any value", expression("Exists", "zone"), ["zone=true"]],
  ["a label with another value", { matchLabels: { team: "bank" } }, ["team=bank"]],
  ["only a label that must go", expression("DoesNotExist", "team"), undefined],
])("what is lacking: %s", (_, selector, expected) => {
  expect(lackingLabels(selector, labels)).toEqual(expected);
});
