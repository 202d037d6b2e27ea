/** Syntax of JavaScript that Envoy's engine, RE2, refuses or reads in another way. */
const foreign: readonly [RegExp, string][] = [
  [/\(\?<?[=!]/, "looks ahead or behind"],
  [/\\[1-9]/, "refers back to a group"],
  [/\\[0ckpPu]/, "has an escape that RE2 lacks"],
  [/(?<!\\)\[\^?\]/, "has an empty class"],
  [/(?<!\\)\[(?:[^\]\\]|\\.)*?\\b/, "has \\b inside of a class"],
  [/[^\x20-\x7e]/, "has characters that no header can have"],
];

/** Patterns longer than this make Envoy's compiled program larger than a proxy should carry. */
const maxLength = 200;

/** Why Envoy would not take a regular expression, or undefined if it would. */
export function patternFault(pattern: string): string | undefined {
  if (pattern === "") {
    return "is empty and so fits every request";
  }
  if (pattern.length > maxLength) {
    return `is longer than ${maxLength} characters`;
  }
  const fault = foreign.find(([syntax]) => syntax.test(pattern))?.[1];
  if (fault !== undefined) {
    return fault;
  }
  // Counts multiply where one repetition holds another, and RE2 stops at a thousand.
  const counts = [...pattern.matchAll(/\{(?:\d*,)?(\d+)/g)].map(([, count]) => Number(count));
  if (counts.reduce((product, count) => product * Math.max(count, 1), 1) > 999) {
    return "repeats more than 999 times";
  }
  try {
    // RE2 takes flags at the start, JavaScript does not; "u" makes JavaScript as strict about escapes as RE2 is.
    new RegExp(pattern.replace(/^\(\?[imsU]+\)/, ""), "u");
    return undefined;
  } catch (error) {
    return `does not compile (${(error as Error).message.replace(/^Invalid regular expression: /, "")})`;
  }
}
