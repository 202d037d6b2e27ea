import { inTurns } from "../../../../src/cluster/in-turns";

test("runs no more than the limit at a time, and keeps the order", async () => {
  let [running, most] = [0, 0];
  const finish: (() => void)[] = [];
  const results = inTurns([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, (running += 1));
    await new Promise<void>((resolve) => finish.push(resolve));
    running -= 1;
    return item * 10;
  });
  for (let done = 0; done < 5; done += 1) {
    // Each is ended before the next may begin.
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await results).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

test("a failure is the caller's", async () => {
  await expect(inTurns([1], 2, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
});
