import * as pulumi from "@pulumi/pulumi";
import { type ObjectConfig, optional, readObject } from "../../../../src/config/object-config";

const menu: ObjectConfig<object> = {
  key: "menu",
  schema: (z) =>
    z
      .strictObject(
        optional(["soup", "hot dishes"], () =>
          z
            .strictObject(optional(["price", "spice"], () => z.int().meta({ allowed: "a whole number", example: "4" })))
            .meta({ allowed: "a dish", example: "'{}'" }),
        ),
      )
      .extend({
        wines: z
          .record(z.string(), z.record(z.string(), z.string()))
          .meta({ allowed: "cellars", example: "x" })
          .optional(),
      })
      .meta({ allowed: "an object of dishes" }),
};

function read(value: unknown) {
  pulumi.runtime.setAllConfig(value === undefined ? {} : { "shop:menu": JSON.stringify(value) });
  return readObject(new pulumi.Config("shop"), menu);
}

test("nothing and an empty object are nothing", () => {
  expect([read(undefined), read({})]).toEqual([undefined, undefined]);
});

test("a good object is taken as it is", () => {
  const good = { soup: { price: 3 }, "hot dishes": {}, wines: { north: { red: "dry" } } };
  expect(read(good)).toEqual(good);
});

test.each<[string, unknown, string]>([
  ["another kind of value", 4, "Config menu is 4. Allowed: an object of dishes. Type: pulumi config rm menu"],
  ["nothing at all", null, "Config menu is null. Allowed: an object of dishes. Type: pulumi config rm menu"],
  [
    "a field inside of another, by its whole path",
    { soup: { price: "3" } },
    'Config menu.soup.price is "3". Allowed: a whole number. Type: pulumi config set --path menu.soup.price 4',
  ],
  [
    "a name that is no word, safe from the shell",
    { "hot dishes": { price: 0.5 } },
    'Config menu["hot dishes"].price is 0.5. Allowed: a whole number. ' +
      `Type: pulumi config set --path 'menu["hot dishes"].price' 4`,
  ],
  [
    "a field that does not speak for itself, by the words of the one around it and without its example",
    { wines: { north: { red: 7 } } },
    "Config menu.wines.north.red is 7. Allowed: cellars. Type: pulumi config rm --path menu.wines.north.red",
  ],
  [
    "an unknown field, with its value under the name that is meant",
    { soup: { pirce: 3 } },
    "Config menu.soup.pirce is not known. Did you mean menu.soup.price? Allowed: price, spice. " +
      "Type: pulumi config rm --path menu.soup.pirce && pulumi config set --path menu.soup.price 3",
  ],
  [
    "an unknown field whose value is none for the one that is meant",
    { soap: 3 },
    "Config menu.soap is not known. Did you mean menu.soup? Allowed: soup, hot dishes, wines. " +
      "Type: pulumi config rm --path menu.soap",
  ],
  [
    "an unknown field that holds too much to be typed again",
    { soap: { price: 3 } },
    "Config menu.soap is not known. Did you mean menu.soup? Allowed: soup, hot dishes, wines. " +
      "Type: pulumi config rm --path menu.soap",
  ],
])("refuses %s", (_, value, message) => {
  expect(() => read(value)).toThrow(new pulumi.RunError(message));
});
