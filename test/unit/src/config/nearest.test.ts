import { nearest } from "../../../../src/config/nearest";

test.each([
  ["canaryWieght", "canaryWeight"],
  ["canry", "canary"],
  ["firefox", "header-routing"],
  ["delay", "delay"],
  ["delaypercent", "delayPercent"],
])("%s is closest to %s", (word, expected) => {
  const words = ["canary", "canaryWeight", "delay", "delayPercent", "header-routing"];
  expect(nearest(word, word === "firefox" ? ["header-routing", "a-name-that-is-much-too-long"] : words)).toBe(expected);
});

test("the first of equally near candidates wins", () => {
  expect(nearest("v3", ["v1", "v2"])).toBe("v1");
});

test("there is none among none", () => {
  expect(nearest("canary", [])).toBeUndefined();
});
