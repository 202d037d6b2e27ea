import { verifyWords } from "../../../../tools/verify-words/verify-words";

const command = "npm run verify -- canary --expect canaryWeight=50";

test("what the stack says goes before the place that is looked at", () => {
  const where = { "--context": "kind", "--url": "http://localhost:8080" };
  const [stage, ...options] = verifyWords(command, where);
  expect([stage, options]).toEqual([
    "canary",
    ["--expect", "canaryWeight=50", "--context", "kind", "--url", "http://localhost:8080"],
  ]);
  expect(verifyWords(`${command} --url http://shop.example`, where)).not.toContain("http://localhost:8080");
  expect(verifyWords(command, { "--context": undefined })).toEqual(["canary", "--expect", "canaryWeight=50"]);
});

test("where the stack says that nothing can be proven, so is this", () => {
  const said = "# npm run verify cannot prove this: delay is 1ms, and it can tell 1s to 1m";
  expect(() => verifyWords(said, {})).toThrow(
    /^npm run verify cannot prove this: delay is 1ms, and it can tell 1s to 1m$/,
  );
});
