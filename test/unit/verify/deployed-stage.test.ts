import { expectDeployed, readDeployedStage } from "../../../verify/deployed-stage";

const PLACE = { context: "lab", namespace: "team-shop" };

test.each([
  ["canary", ["canary"]],
  ["canary,abort-fault", ["canary", "abort-fault"]],
  [" canary, abort-fault\n", ["canary", "abort-fault"]],
])("%j names %j", (stage, names) => expect(readDeployedStage({ stage }, PLACE)).toEqual(names));

test.each([[undefined], [{}], [{ stage: "" }]])(
  "with %j the shop is not deployed, and it says what to type",
  (data) => {
    expect(() => readDeployedStage(data, PLACE)).toThrow(
      /not deployed on lab.*namespace team-shop\n.*pulumi up.*--namespace/,
    );
  },
);

test("the order of the stages does not matter", () => {
  expect(() => expectDeployed(["a", "b"], ["b", "a"], "claim")).not.toThrow();
});

test.each([
  [["baseline"], ["canary"]],
  [["canary", "abort-fault"], ["canary"]],
  [["canary"], ["canary", "abort-fault"]],
])("with %j deployed, %j is refused, both are named, and it says what to type", (deployed, wanted) => {
  const [there, stage] = [deployed.join(","), wanted.join(",")];
  expect(() => expectDeployed(deployed, wanted, "claim")).toThrow(
    `stage ${there} is deployed, and you asked for stage ${stage}\n` +
      `to deploy it, type: pulumi config set stage ${stage} && pulumi up`,
  );
});

test("a control that is not deployed is called one", () => {
  expect(() => expectDeployed(["canary"], ["baseline"], "control")).toThrow(
    "the control of this claim is stage baseline",
  );
});
