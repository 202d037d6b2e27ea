import { drawAnswers, type Answered } from "../../../../tools/pictures/plots/draw-answers";

const requests: Answered[] = [
  { who: "ann", at: 59.5, status: 200 },
  { who: "ann", at: 60.5, status: 200 },
  { who: "ann", at: 61.5, status: 429 },
  { who: "ben", at: 60, status: 200 },
];

/** All tables of the drawing, row by row. */
const drawn = (...args: Parameters<typeof drawAnswers>): unknown[] =>
  (drawAnswers(...args) as unknown as { layer: { data: { values: unknown[] } }[] }).layer.flatMap(
    ({ data }) => data.values,
  );

test("each who asks has the number of answers beside the row", () => {
  const rows = drawn(requests, { time: "s" });
  expect(rows).toEqual(expect.arrayContaining([{ who: "ann", sum: "2 answered" }]));
  expect(rows).toEqual(expect.arrayContaining([{ who: "ben", sum: "1 answered" }]));
});

test("answers are counted before a mark and from it on", () => {
  const rows = drawn(requests, { time: "s", mark: { at: 60, text: "next" } });
  expect(rows).toEqual(expect.arrayContaining([{ who: "ann", sum: "1 + 1 answered" }]));
  expect(rows).toEqual(expect.arrayContaining([{ who: "ben", sum: "0 + 1 answered" }]));
});

test("what is neither an answer nor a refusal is shown as such, and only where there is some", () => {
  const other = { who: "ben", at: 61, status: -1 };
  expect(JSON.stringify(drawAnswers(requests, { time: "s" }))).not.toContain("other");
  expect(drawn([...requests, other], { time: "s" })).toEqual(
    expect.arrayContaining([{ who: "ben", at: 61, outcome: "other" }]),
  );
});
