import { badConfig } from "./bad-config";
import { milliseconds } from "./duration";
import type { Parameter } from "./parameter";
import { patternFault } from "./pattern";

/** The value that a text from config gives a parameter; a RunError if it gives none. */
export function readParameter(key: string, parameter: Parameter, text: string): string | number {
  const refuse = (allowed: string, why = "") =>
    badConfig(key, `${JSON.stringify(text)}${why}`, allowed, `pulumi config set ${key} ${parameter.default}`);
  switch (parameter.type) {
    case "integer": {
      const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
      if (value >= parameter.min && value <= parameter.max) {
        return value;
      }
      throw refuse(`a whole number from ${parameter.min} to ${parameter.max}`);
    }
    case "choice":
      if (parameter.allowed.includes(text)) {
        return text;
      }
      throw refuse(parameter.allowed.join(" or "));
    case "duration": {
      const value = milliseconds(text) ?? NaN;
      const { min, max, whole = "1ms" } = parameter;
      if (value >= limit(min) && value <= limit(max) && value % limit(whole) === 0) {
        return text;
      }
      const such = whole === "1ms" ? "such as 5s, 250ms or 1m30s" : `in steps of ${whole}, such as 5s or 1m30s`;
      throw refuse(`a duration from ${min} to ${max}, ${such}`);
    }
    case "header":
      // Envoy compares names in lower case, and Istio wants them so.
      if (/^[\w!#$%&'*+.^`|~-]+$/.test(text)) {
        return text.toLowerCase();
      }
      throw refuse("the name of an HTTP header, such as user-agent");
    case "pattern": {
      const fault = patternFault(text);
      if (fault === undefined) {
        return text;
      }
      throw refuse("a regular expression that Envoy takes (RE2)", `, which ${fault}`);
    }
    default:
      return parameter satisfies never;
  }
}

function limit(duration: string): number {
  const value = milliseconds(duration);
  if (value === undefined) {
    throw new Error(`${duration} is not a duration`);
  }
  return value;
}
