import { atPace } from "../../../../tools/pictures/at-pace";

const { signal } = new AbortController();

test("asks so many times, each time after the last answer, and keeps the answers in turn", async () => {
  let underWay = 0;
  const answers = await atPace({ every: 0.001, times: 4, signal }, async (at) => {
    underWay += 1;
    const together = underWay;
    await new Promise(setImmediate);
    underWay -= 1;
    return { at, together };
  });
  expect(answers.map(({ together }) => together)).toEqual([1, 1, 1, 1]);
  const times = answers.map(({ at }) => at);
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test("an abort ends the wait for the next turn", async () => {
  const stopped = new AbortController();
  let asked = 0;
  const answers = atPace({ every: 3600, times: 2, signal: stopped.signal }, () => {
    asked += 1;
    setImmediate(() => stopped.abort());
    return Promise.resolve();
  });
  await expect(answers).rejects.toThrow("aborted");
  expect(asked).toBe(1);
});
