import { milliseconds } from "../../../src/config/duration";
import type { Parameter } from "../../../src/config/parameter";
import { unprovable } from "../../../src/stage/unprovable";
import type { Stage } from "../../../src/stage/stage";
import { stages } from "../../../stages";
import { claims } from "../../../verify/claims";
import type { Expectation } from "../../../verify/expectation";

/** Values that config takes, at the edges of what it takes and of what can be proven, and between. */
function samples(parameter: Parameter): (string | number)[] {
  switch (parameter.type) {
    case "integer": {
      const { min, max } = parameter;
      return Array.from({ length: max - min + 1 }, (_, index) => min + index);
    }
    case "duration": {
      const all = ["1ms", "99ms", "100ms", "999ms", "1s", "5s", "5001ms", "10s", "60s", "60001ms", "10m", "1h", "24h"];
      const edges = [parameter.min, parameter.max, ...Object.values(parameter.provable ?? {})];
      const within = all.filter((one) => inMs(one) >= inMs(parameter.min) && inMs(one) <= inMs(parameter.max));
      return [...within, ...edges, parameter.default];
    }
    case "choice":
      return [...parameter.allowed];
    case "condition":
      return ["all", "response.code >= 400", "response.code==200", "request.method == 'GET'", "response.code > 40"];
    default:
      return [parameter.default];
  }
}

const inMs = (duration: string): number => milliseconds(duration) ?? NaN;

const all = Object.entries<Stage>(stages).flatMap(([stage, { parameters = {} }]) =>
  Object.entries(parameters).map(([key, parameter]) => [stage, key, parameter] as const),
);

// Else `pulumi up` would print a command that is refused, or say of a stage that nothing proves it while something does.
test.each(all)("%s: what can be proven of %s is what its claim takes", (stage, key, parameter) => {
  const { expects } = claims[stage as keyof typeof claims];
  const expectation = (expects as Readonly<Record<string, Expectation<unknown>>>)[key];
  const values = samples(parameter);
  const told = values.filter((value) => unprovable({ [key]: parameter }, { [key]: value }).length === 0);
  expect(told).toEqual(values.filter((value) => expectation?.read(String(value)) !== undefined));
  expect(told).toContain(parameter.default);
});
