import { sparingly } from "../../../command-line/sparingly.ts";

/** What is passed on of a line each second for half a minute. */
function passedOn(isTerminal: boolean): string[] {
  const lines: string[] = [];
  let second = 0;
  const tell = sparingly(
    (line) => lines.push(line),
    isTerminal,
    () => second * 1000,
  );
  for (; second < 30; second += 1) tell(String(second));
  return lines;
}

test("a log gets the first line and one in ten seconds, a terminal all", () => {
  expect(passedOn(false)).toEqual(["0", "10", "20"]);
  expect(passedOn(true)).toHaveLength(30);
});
