import { badConfig } from "./bad-config";
import { celAttributes, celFault } from "./cel";
import { milliseconds } from "./duration";
import { readHost } from "./hosts";
import { methods } from "./methods";
import { originIn } from "./origin";
import type { Parameter } from "./parameter";
import { patternFault } from "./pattern";

/** The value that a text from config gives a parameter; a RunError if it gives none. */
export function readParameter(key: string, parameter: Parameter, text: string): string | number {
  const refuse = (allowed: string, why = "", next: string | number = parameter.default) =>
    badConfig(key, `${JSON.stringify(text)}${why}`, allowed, `pulumi config set ${key} ${next}`);
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
      const { min, max, wholeSeconds = false, because } = parameter;
      if (value >= limit(min) && value <= limit(max) && (!wholeSeconds || value % 1000 === 0)) {
        return text;
      }
      const allowed = wholeSeconds
        ? `whole seconds from ${min} to ${max}, such as 5s or 1m30s`
        : `a duration from ${min} to ${max}, such as 5s, 250ms or 1m30s`;
      throw refuse(because === undefined ? allowed : `${allowed} (${because})`);
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
    case "origin": {
      const origin = originIn(text);
      if (origin === text) {
        return text;
      }
      const allowed = "an origin as browsers send it, such as https://shop.example or http://localhost:3000";
      throw refuse(allowed, "", origin);
    }
    case "methods": {
      const names = text.split(",").map((name) => name.trim().toUpperCase());
      if (names.every((name) => methods.includes(name)) && new Set(names).size === names.length) {
        return names.join(",");
      }
      throw refuse(`some of ${methods.join(", ")}, each once, joined by a comma`);
    }
    case "word":
      if (/^[\x21-\x29\x2b-\x7e]+$/.test(text)) {
        return text;
      }
      throw refuse("a name of printable ASCII, without spaces and *");
    case "host": {
      const host = readHost(text);
      if (host !== undefined) {
        return host;
      }
      throw refuse("the name of one host, with a dot, such as api.example.com");
    }
    case "condition": {
      const fault = text === "all" ? undefined : celFault(text);
      if (fault === undefined) {
        return text;
      }
      const allowed = `all, or a condition in CEL, such as response.code >= 400, on ${celAttributes}`;
      throw refuse(allowed, `, which is wrong ${fault}`);
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
