import { readOptions } from "../../../verify/options";

const read = (line: string, env: NodeJS.ProcessEnv = {}) => readOptions(line.split(" ").filter(Boolean), env);

/** The options, or a failure of the test where none were meant to come. */
function options(line: string, env?: NodeJS.ProcessEnv) {
  const request = read(line, env);
  if (request.kind !== "verify") throw new Error(`${line} gave ${request.kind}`);
  return request.options;
}

test("a stage alone has its usual numbers", () => {
  const { trials, control, json, url } = options("canary");
  expect(trials).toMatchObject([
    { stage: "canary", expected: { canaryWeight: "20", canarySticky: "false" }, requests: 2000 },
  ]);
  expect([control, json, url]).toEqual([false, false, undefined]);
});

test("several stages, with numbers for each", () => {
  const { trials } = options("canary,abort-fault --expect canaryWeight=50 --expect abortStatus=503 --requests 2000");
  expect(trials).toMatchObject([
    { expected: { canaryWeight: "50" }, requests: 2000 },
    { expected: { abortStatus: "503", abortPercent: "10" }, requests: 2000 },
  ]);
});

test("a duration is read and written as people say it", () => {
  expect(options("delay-fault --expect delay=1500ms").trials[0]?.expected).toEqual({
    delay: "1.5s",
    delayPercent: "100",
  });
});

test("the shop's address comes from --url, else from SHOP_URL", () => {
  expect(options("canary", { SHOP_URL: "http://localhost:8080" }).url?.href).toBe("http://localhost:8080/");
  expect(options("canary --url https://shop.example", { SHOP_URL: "http://x" }).url?.href).toBe(
    "https://shop.example/",
  );
});

test("the shop is in its usual place, unless told otherwise", () => {
  expect(options("canary")).toMatchObject({
    namespace: "sock-shop",
    gatewayNamespace: undefined,
    fortioImage: "fortio/fortio:1.66.5",
  });
  const line = "canary --namespace team-shop --gateway-namespace edge --fortio-image mirror:5000/fortio/fortio:1.66.5";
  expect(options(line)).toMatchObject({
    namespace: "team-shop",
    gatewayNamespace: "edge",
    fortioImage: "mirror:5000/fortio/fortio:1.66.5",
  });
});

test("help and list need no stage", () => {
  expect(read("--help")).toMatchObject({ kind: "help", text: expect.stringContaining("STAGE") as string });
  expect(read("--list --json")).toEqual({ kind: "list", json: true });
});

test.each([
  ["", "which stage? the stages are: baseline, blue-green"],
  ["canari", 'there is no stage "canari"; the stages are: baseline'],
  ["canary,", 'there is no stage ""'],
  ["constructor", 'there is no stage "constructor"'],
  ["canary,canary", "stage canary is there twice"],
  ["canary baseline", "too many arguments"],
  ["canary --expect canaryWeight=-1", "canaryWeight is a whole number from 0 to 100"],
  ["canary --expect canaryWeight=101", "canaryWeight is a whole number from 0 to 100"],
  ["canary --expect canaryWeight=12.5", "canaryWeight is a whole number from 0 to 100"],
  ["canary --expect canaryWeight=abc", "canaryWeight is a whole number from 0 to 100"],
  ["canary --expect canaryWeight=", "canaryWeight is a whole number from 0 to 100"],
  ["canary --expect canaryWeight", "it is NAME=VALUE"],
  ["canary --expect canarySticky=yes", "canarySticky is false or true"],
  ["canary --expect live=v1", "the numbers of canary are: canaryWeight, canarySticky"],
  ["baseline --expect canaryWeight=20", "the numbers of baseline are: none"],
  ["canary --expect canaryWeight=1 --expect canaryWeight=2", "--expect canaryWeight is there twice"],
  ["blue-green --expect live=v3", "live is v1 or v2"],
  ["delay-fault --expect delay=5seconds", "delay is a duration from 1s to 60s"],
  ["abort-fault --expect abortStatus=42", "abortStatus is a whole number from 400 to 599"],
  ["header-routing --expect headerName=a:b", "headerName is the name of a header"],
  ["canary --requests 1999", "canary is decided by 2000 to 100000 requests"],
  ["canary --requests 100001", "canary is decided by 2000 to 100000 requests"],
  ["canary --requests many", "It is a whole number."],
  ["canary --url localhost:8080", "is no address of a shop"],
  ["canary --namespace Team_Shop", "'Team_Shop' is invalid. It is the name of a namespace"],
  ["canary --namespace -", "It is the name of a namespace (a-z, 0-9, - inside, at most 63)"],
  ["canary --namespace " + "a".repeat(64), "It is the name of a namespace"],
  ["canary --gateway-namespace a.b", "It is the name of a namespace"],
  ["canary --fortio-image https://x", "It is an image"],
  ["canary --nonsense", "unknown option '--nonsense'"],
])("%j is a mistake: %s", (line, message) => {
  expect(() => read(line)).toThrow(
    expect.objectContaining({ name: "Mistake", message: expect.stringContaining(message) }),
  );
});

describe("runs that deploy by themselves", () => {
  test.each(["all", "pairs", "switches", "tour"])("--%s needs no stage", (what) => {
    const request = readOptions([`--${what}`, "--config-file", "f.yaml"], { SHOP_URL: "http://shop" });
    expect(request).toEqual({
      kind: "tour",
      options: {
        what,
        among: [],
        url: new URL("http://shop"),
        context: undefined,
        namespace: "sock-shop",
        gatewayNamespace: undefined,
        fortioImage: "fortio/fortio:1.66.5",
        json: false,
        configFile: "f.yaml",
        results: undefined,
      },
    });
  });

  test.each(["pairs", "switches"])("--%s takes the stages that each of them must have one of", (what) => {
    const request = readOptions([`--${what}`, "canary,retries"], {});
    expect(request).toMatchObject({ options: { what, among: ["canary", "retries"] } });
  });

  test.each([
    [["--all", "canary"], "canary"],
    [["--all", "--switches"], "--switches"],
    [["--tour", "--control"], "--control"],
    [["--all", "--requests", "2000"], "--requests"],
    [["--tour", "canary"], "canary"],
    [["--pairs", "canery"], 'no stage "canery"'],
    [["canary", "--results", "f"], "--results"],
    [["--all", "--results", "f"], "--all keeps none"],
  ])("%j is refused, naming what does not fit", (args, named) => {
    expect(() => readOptions(args, {})).toThrow(named);
  });
});
