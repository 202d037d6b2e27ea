import { patternFault } from "../../../../src/config/pattern";

test.each([
  "Firefox",
  "Firefox/1[0-9]{2}",
  "(?i)firefox",
  "^Mozilla/5\\.0 \\(.*Firefox",
  "Firefox|Chrome",
  "(?:a|b)+?c*",
  "[\\w.-]+",
  "(?<name>x)",
  "x{1,999}",
  "\\bFirefox\\b",
  "\\[x\\b",
  "[\\]x]\\b",
  "\\[\\]",
])("RE2 takes %s", (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

test.each([
  ["", "is empty and so fits every request"],
  ["x".repeat(201), "is longer than 200 characters"],
  ["(?=Firefox)", "looks ahead or behind"],
  ["(?!Firefox)", "looks ahead or behind"],
  ["(?<=Gecko)Firefox", "looks ahead or behind"],
  ["(?<!Gecko)Firefox", "looks ahead or behind"],
  ["(a)\\1", "refers back to a group"],
  ["(?<n>a)\\k<n>", "has an escape that RE2 lacks"],
  ["\\u0041", "has an escape that RE2 lacks"],
  ["[^]", "has an empty class"],
  ["a[]b", "has an empty class"],
  ["[\\w\\b]", "has \\b inside of a class"],
  ["x{1001}", "repeats more than 999 times"],
  ["(?:x{50}){50}", "repeats more than 999 times"],
  ["x{1000,}", "repeats more than 999 times"],
  ["x{1,1001}", "repeats more than 999 times"],
  ["Fïrefox", "has characters that no header can have"],
  ["Fire\nfox", "has characters that no header can have"],
  ["Firefox(", expect.stringMatching(/^does not compile \(.*Unterminated group\)$/)],
  ["[a-", expect.stringMatching(/^does not compile/)],
  ["a**", expect.stringMatching(/^does not compile/)],
  ["*", expect.stringMatching(/^does not compile/)],
  ["\\y", expect.stringMatching(/^does not compile/)],
])("RE2 does not take %j", (pattern, fault) => {
  expect(patternFault(pattern)).toEqual(fault);
});
