import { asJson, asTable } from "../../../../tools/bench/report";

const results = [
  {
    name: "program",
    title: "what the program costs",
    figures: [
      { what: "preview / floor", unit: "times", values: [1.4, 1.444, 1.6], aim: 1.5 },
      { what: "up / floor", unit: "times", values: [1.6, 1.7, 1.8], aim: 1.5 },
      { what: "floor", unit: "seconds", values: [1.23456] },
    ],
  },
] as const;

test("a table for people says what was aimed at and whether the median met it", () => {
  const lines = asTable(results).split("\n");
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  expect(cells.slice(2)).toEqual([
    ["", "**program**", "", "", "", "", ""],
    ["", "preview / floor", "1.44 ×", "1.42 to 1.52", "3", "met: at most 1.50 ×", ""],
    ["", "up / floor", "1.70 ×", "1.65 to 1.75", "3", "MISSED: at most 1.50 ×", ""],
    ["", "floor", "1.23 s", "", "1", "", ""],
  ]);
});

test("it is a table of Markdown as it stands", () => {
  const [head = "", rule = "", ...rows] = asTable(results).split("\n");
  expect(head.split("|")).toHaveLength(7);
  expect(rule).toMatch(/^(\|-+){5}\|$/);
  for (const row of rows) expect(row).toMatch(/^\|.*\|$/);
});

test("JSON for programs has every value, unrounded", () => {
  expect(JSON.parse(asJson(results))[0].figures[2]).toEqual({
    what: "floor",
    unit: "seconds",
    values: [1.23456],
    median: 1.23456,
    quartiles: [1.23456, 1.23456],
    count: 1,
  });
});
