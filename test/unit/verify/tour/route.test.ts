import { everySwitch, onceAround } from "../../../../verify/tour/route";

const pairs = (switches: readonly { from: string; to: string }[]) => switches.map(({ from, to }) => `${from}>${to}`);
const joins = (switches: readonly { from: string; to: string }[]) =>
  switches.slice(1).every(({ from }, index) => from === switches[index]?.to);

describe.each([2, 3, 10])("of %i stages", (count) => {
  const stages = Array.from({ length: count }, (_, index) => `stage-${index}`);

  test("every ordered pair is switched exactly once, without a step that is not one of them", () => {
    const switches = everySwitch(stages);
    expect(switches).toHaveLength(count * (count - 1));
    expect(new Set(pairs(switches)).size).toBe(count * (count - 1));
    expect(joins(switches)).toBe(true);
    expect(switches.every(({ from, to }) => from !== to)).toBe(true);
  });

  test("once around visits each stage and comes back", () => {
    const switches = onceAround(stages);
    expect(new Set(switches.map(({ to }) => to))).toEqual(new Set(stages));
    expect(switches).toHaveLength(count);
    expect(joins(switches)).toBe(true);
    expect(switches.at(-1)?.to).toBe(stages[0]);
  });
});
