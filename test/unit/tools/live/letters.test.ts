import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

test("the page has no emoji: a machine without a font for them shows a box", () => {
  const files = execFileSync("git", ["ls-files", "tools/live"], { encoding: "utf8" }).split("\n").filter(Boolean);
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter((file) => /\p{Emoji_Presentation}/u.test(readFileSync(file, "utf8")))).toEqual([]);
});
