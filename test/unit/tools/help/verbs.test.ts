import { verbs } from "../../../../tools/help/verbs";
import { scripts } from "../../../../package.json";

test("every script of package.json is explained", () => {
  expect(Object.keys(verbs).sort()).toEqual(Object.keys(scripts).sort());
});
