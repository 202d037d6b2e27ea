import { fieldChanges, valueAt } from "../../../../tools/preview/fields";

const object = {
  kind: "X",
  metadata: { name: "x", labels: { "a.b/c": "1", 'q"t': "2" } },
  list: [{ a: 0 }, { a: null }],
};

test.each([
  ["metadata.name", "x"],
  ['metadata.labels["a.b/c"]', "1"],
  ['metadata.labels["q\\"t"]', "2"],
  ["list[0].a", 0],
  ["list[1]", { a: null }],
  ["list[1].a.b", undefined],
  ["list[2].a", undefined],
  ["metadata.constructor", undefined],
])("%s is found in the object", (path, expected) => {
  expect(valueAt(object, path)).toEqual(expected);
});

test("changed fields come in the order of a reader, with what was and what is", () => {
  const step = {
    change: "changed",
    before: { ...object, list: [{ a: 1 }] },
    object,
    fields: ["list[10].a", "list[2].a", "list[0].a", "list[1]"],
  } as const;
  expect(fieldChanges(step)).toEqual([
    { field: "list[0].a", before: 1, after: 0 },
    { field: "list[1]", before: undefined, after: { a: null } },
    { field: "list[2].a" },
    { field: "list[10].a" },
  ]);
});
