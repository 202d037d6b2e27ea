import { inRounds } from "../../../../tools/bench/rounds";

/** Tasks that note when they run, and take as many seconds as tasks ran before. */
function noting(...names: string[]) {
  const ran: string[] = [];
  return { ran, tasks: Object.fromEntries(names.map((name) => [name, () => Promise.resolve(ran.push(name))])) };
}

const ground = (rounds: number, signal = new AbortController().signal) => ({ rounds, signal, say: () => undefined });

test("each runs once in a round, and each round begins with another", async () => {
  const { ran, tasks } = noting("a", "b", "c");
  const values = await inRounds(ground(3), tasks);
  expect(ran.join("")).toBe("abc" + "bca" + "cab" + "abc");
  expect(values).toEqual({ a: [6, 8, 10], b: [4, 9, 11], c: [5, 7, 12] });
});

test("a warm-up that is not wanted is not made", async () => {
  const { ran, tasks } = noting("a", "b");
  await inRounds(ground(1), tasks, { warmUp: false });
  expect(ran.join("")).toBe("ba");
});

test("an interrupt ends it after what runs", async () => {
  const interrupt = new AbortController();
  const { ran, tasks } = noting("a", "b");
  const stopping = { ...tasks, b: () => (interrupt.abort(), Promise.resolve(1)) };
  await expect(inRounds(ground(5, interrupt.signal), stopping)).rejects.toThrow("aborted");
  expect(ran).toEqual(["a"]);
});
