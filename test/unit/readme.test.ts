import { readFileSync } from "node:fs";
import type { Stage } from "../../src/stage/stage";
import { stages } from "../../stages";

const readme = readFileSync("README.md", "utf8");
const talk = readFileSync("docs/talk.md", "utf8");

describe.each(Object.entries<Stage>(stages))("the README on %s", (name, { parameters = {} }) => {
  test("has its row, with its config and the defaults", () => {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? `no row of ${name}`;
    const config = Object.entries(parameters).map(([key, parameter]) => `\`${key}\` ${String(parameter.default)}`);
    expect(row.split("|").at(-2)?.trim()).toBe(config.join(", "));
  });

  test("has its section in the talk: what to say, what to type, what to see, how it is proven", () => {
    const typed = `pulumi config set stage ${name} && pulumi up`;
    const sections = talk.split(/^## /m).filter((text) => /^\d+\. /.test(text) && text.includes(typed));
    expect(sections).toHaveLength(1);
    const marks = ["**Say.**", "**Type.**", `npm run verify -- ${name}\n`, "**See.**", "**Proven** by"];
    for (const mark of [...marks, `(../verify/claims/${name}.ts)`]) expect(sections[0]).toContain(mark);
  });
});
