import { badConfig } from "./bad-config";
import { milliseconds } from "./duration";
import type { Parameter, ParameterValues } from "./parameter";

/**
 * Refuses a duration that is shorter than another one that it must not be shorter than; a RunError.
 * @param parameters of each stage that is deployed, by config key
 */
export function refuseTooShort(
  parameters: readonly Readonly<Record<string, Parameter>>[],
  values: ParameterValues,
): void {
  const deployed = Object.assign({}, ...parameters) as Readonly<Record<string, Parameter>>;
  for (const [key, parameter] of Object.entries(deployed)) {
    const least = parameter.type === "duration" ? parameter.notBelow : undefined;
    // The duration of a stage that is not deployed limits nothing.
    if (least === undefined || !(least in deployed)) continue;
    const [value, bound] = [String(values[key]), String(values[least])];
    if ((milliseconds(value) ?? NaN) < (milliseconds(bound) ?? NaN)) {
      const got = `${JSON.stringify(value)}, shorter than ${least}, which is ${bound}`;
      throw badConfig(key, got, `${bound} or longer beside it`, `pulumi config set ${key} ${bound}`);
    }
  }
}
