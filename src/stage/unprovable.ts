import { milliseconds } from "../config/duration";
import type { Parameter, ParameterValues } from "../config/parameter";

/**
 * What keeps `npm run verify` from telling whether stages do what they say, a line for each parameter: config takes values
 * that are right for somebody and beyond what can be measured. Empty for all defaults.
 */
export function unprovable(parameters: Readonly<Record<string, Parameter>>, values: ParameterValues): string[] {
  return Object.entries(parameters).flatMap(([key, parameter]) => {
    const value = values[key];
    const can = value === undefined ? undefined : beyond(parameter, value);
    return can === undefined ? [] : [`${key} is ${value}, and it can tell ${can}`];
  });
}

/** What can be proven, in words, where the value cannot. */
function beyond(parameter: Parameter, value: string | number): string | undefined {
  switch (parameter.type) {
    case "integer":
      return outside(parameter.provable, Number(value), Number);
    case "duration":
      return outside(parameter.provable, inMs(String(value)), inMs);
    case "condition":
      return parameter.provable?.pattern.test(String(value)) === false ? parameter.provable.words : undefined;
    default:
      return undefined;
  }
}

const inMs = (duration: string): number => milliseconds(duration) ?? NaN;

function outside<V extends string | number>(
  bounds: { readonly min: V; readonly max: V } | undefined,
  value: number,
  size: (bound: V) => number,
): string | undefined {
  if (bounds === undefined || (value >= size(bounds.min) && value <= size(bounds.max))) return undefined;
  return `${bounds.min} to ${bounds.max}`;
}
