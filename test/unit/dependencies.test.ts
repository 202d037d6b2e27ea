import { readFileSync } from "node:fs";

type Names = Readonly<Record<string, string>>;

const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "dependencies" | "devDependencies",
  Names
>;

test("each dependency has its reason, and each reason is of a dependency", () => {
  const rows = readFileSync("docs/dependencies.md", "utf8").split("\n");
  const named = rows.flatMap((row) => {
    const [, names = "", reason = ""] = /^\| (`[^|]+) \| (.+) \|$/.exec(row) ?? [];
    return reason === "" ? [] : [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  });
  expect(named.toSorted()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).toSorted());
});
