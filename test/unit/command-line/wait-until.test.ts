import { waitUntil } from "../../../command-line/wait-until";

const never = () => false;

test("looks again until it holds", async () => {
  let looks = 0;
  await waitUntil(() => (looks += 1) === 3, { every: 1 });
  expect(looks).toBe(3);
});

test("what is late is thrown, also when a look does not come to its end, and the look is told", async () => {
  const late = new Error("late");
  let told: AbortSignal | undefined;
  const hanging = (signal: AbortSignal) => {
    told = signal;
    return new Promise<boolean>(() => undefined);
  };
  await expect(waitUntil(hanging, { limit: 5, late })).rejects.toBe(late);
  expect(told?.reason).toBe(late);
});

test("an abort ends it with its reason, before the first look too", async () => {
  const [stop, reason] = [new AbortController(), new Error("stopped")];
  const wait = waitUntil(never, { signal: stop.signal });
  stop.abort(reason);
  await expect(wait).rejects.toBe(reason);
  const look = jest.fn(never);
  await expect(waitUntil(look, { signal: stop.signal })).rejects.toBe(reason);
  expect(look).not.toHaveBeenCalled();
});

test("what a look throws ends it", async () => {
  const broken = () => Promise.reject(new Error("broken"));
  await expect(waitUntil(broken, { limit: 60_000 })).rejects.toThrow("broken");
});
