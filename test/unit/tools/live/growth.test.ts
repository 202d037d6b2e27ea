import { Growth } from "../../../../tools/live/picture/growth";

const sumOf = (growth: Growth, name: string) => new Map(growth.entries()).get(name) ?? 0;

const counts = (count: number) => new Map([["sent", count]]);

test("what was counted before the look began is not new", () => {
  const growth = new Growth();
  expect(growth.read("a", counts(700), false).size).toBe(0);
  expect(growth.read("a", counts(705), false)).toEqual(counts(5));
  expect(sumOf(growth, "sent")).toBe(5);
});

test("all that a source has counted is new where it began later", () => {
  const growth = new Growth();
  growth.read("a", counts(7), true);
  expect(sumOf(growth, "sent")).toBe(7);
});

test("a count that falls began anew, so that nothing is taken away", () => {
  const growth = new Growth();
  growth.read("a", counts(700), false);
  growth.read("a", counts(710), false);
  expect(growth.read("a", counts(3), false)).toEqual(counts(3));
  expect(sumOf(growth, "sent")).toBe(13);
});

test("a source that leaves takes nothing along, and sources add up", () => {
  const growth = new Growth();
  for (const source of ["a", "b"]) growth.read(source, counts(0), false);
  growth.read("a", counts(4), false);
  growth.read("b", counts(5), false);
  expect(sumOf(growth, "sent")).toBe(9);
});

test("a name that is missing is 0, and what comes back has begun anew", () => {
  const growth = new Growth();
  growth.read("a", new Map(), false);
  growth.read("a", counts(2), false);
  growth.read("a", new Map(), false);
  growth.read("a", counts(2), false);
  expect(sumOf(growth, "sent")).toBe(4);
});

test("after a restart each source begins at its next reading, young or not", () => {
  const growth = new Growth();
  growth.read("old", counts(100), false);
  growth.read("young", counts(10), true);
  growth.restart();
  growth.read("old", counts(150), false);
  growth.read("young", counts(15), true);
  expect(sumOf(growth, "sent")).toBe(0);
  growth.read("old", counts(151), false);
  growth.read("young", counts(17), true);
  expect(sumOf(growth, "sent")).toBe(3);
});
