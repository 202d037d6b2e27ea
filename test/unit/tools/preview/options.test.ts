import { type Options, readOptions } from "../../../../tools/preview/options";

const read = (line: string) => readOptions(line.split(" ").filter(Boolean));

test("a stage alone is shown whole", () => {
  expect(read("canary")).toEqual<Options>({
    stage: "canary",
    from: undefined,
    diff: false,
    yaml: undefined,
    config: [],
    configFile: undefined,
    json: false,
  });
});

test("everything that can be asked for", () => {
  const line =
    "canary,abort-fault --from baseline --diff --yaml out --config canaryWeight=50 --config headerPattern=a=b " +
    "--config-file Pulumi.dev.yaml --json";
  expect(read(line)).toEqual<Options>({
    stage: "canary,abort-fault",
    from: "baseline",
    diff: true,
    yaml: "out",
    config: [
      ["canaryWeight", "50"],
      ["headerPattern", "a=b"],
    ],
    configFile: "Pulumi.dev.yaml",
    json: true,
  });
});

test("help needs no stage, and tells the exit codes", () => {
  expect(read("--help")).toEqual({ text: expect.stringMatching(/STAGE[^]*Exit code: 0 shown, 2/) as string });
});

test.each([
  ["", "which stage? the stages are: baseline, blue-green"],
  ["canry", 'there is no stage "canry"; the stages are: baseline'],
  ["canary --from canry", 'there is no stage "canry"; the stages are: baseline'],
  ["canary,", 'there is no stage ""'],
  ["constructor", 'there is no stage "constructor"'],
  ["canary,canary", "stage canary is there twice"],
  ["canary baseline", "too many arguments"],
  ["canary --dif", "unknown option"],
  ["canary --diff", "add --from STAGE"],
  ["canary --config canaryWeight", "it is KEY=VALUE"],
  ["canary --config =5", "it is KEY=VALUE"],
  ["canary --config stage=baseline", "the stage is an argument: npm run preview -- baseline"],
  ["canary --config sock-shop:stage=baseline", "the stage is an argument"],
])("%p is refused", (line, message) => {
  expect(() => read(line)).toThrow(message);
});
