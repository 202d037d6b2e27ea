import { Turns } from "../../../../tools/live/observer/turns";

let ends: AbortController;
let asked: number[];
beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  ends = new AbortController();
  asked = [];
});
afterEach(() => {
  ends.abort();
  jest.useRealTimers();
});

/** @param answerMs how long the proxy takes */
async function ask(turns: Turns, answerMs = 0): Promise<void> {
  while (!ends.signal.aborted) {
    const started = Date.now();
    asked.push(started);
    if (answerMs > 0) await new Promise((answered) => setTimeout(answered, answerMs));
    await turns.next(started);
  }
}
const after = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

test("in its turn, from one question to the next", async () => {
  void ask(new Turns(500, ends.signal), 20);
  await after(1200);
  expect(asked).toEqual([0, 500, 1000]);
});

test("in a hurry: at once, once more a quarter of a second later, then in its turn", async () => {
  const turns = new Turns(500, ends.signal);
  void ask(turns);
  await after(100);
  turns.hurry();
  await after(1000);
  expect(asked).toEqual([0, 100, 350, 850]);
});

test("what is asked already was asked too early: again as soon as it is answered", async () => {
  const turns = new Turns(500, ends.signal);
  void ask(turns, 120);
  await after(60);
  turns.hurry();
  await after(1000);
  expect(asked).toEqual([0, 170, 420, 920]);
});

test("a proxy that takes longer than its turn is left alone for a moment", async () => {
  void ask(new Turns(500, ends.signal), 700);
  await after(1600);
  expect(asked).toEqual([0, 750, 1500]);
});

test("the end is not waited for", async () => {
  const over = ask(new Turns(5000, ends.signal));
  await after(10);
  ends.abort();
  await over;
  expect([asked, Date.now(), jest.getTimerCount()]).toEqual([[0], 10, 0]);
});
