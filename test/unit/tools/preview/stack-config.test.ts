import { readFileSync } from "node:fs";
import { readStackConfig } from "../../../../tools/preview/stack-config";

test("the program's keys are taken, a cluster's are not", () => {
  const text = "config:\n  kubernetes:context: kind\n  sock-shop:stage: canary\n  sock-shop:images:\n    carts: a:1\n";
  expect(readStackConfig("f", text)).toEqual({ "sock-shop:stage": "canary", "sock-shop:images": { carts: "a:1" } });
});

test("the lab's stack can be read", () => {
  expect(readStackConfig("f", readFileSync("Pulumi.dev.yaml", "utf8"))).toMatchObject({
    "sock-shop:stage": "baseline",
  });
});

test("a file with nothing in it is no config", () => {
  expect(readStackConfig("f", "")).toEqual({});
});

test.each([
  ["config: [a]", "--config-file f: its config is no mapping"],
  ["config:\n  sock-shop:url:\n    secure: abc", "--config-file f: sock-shop:url is encrypted"],
  ["config: {a: b", "--config-file f: "],
])("%j is refused", (text, message) => {
  expect(() => readStackConfig("f", text)).toThrow(message);
});
