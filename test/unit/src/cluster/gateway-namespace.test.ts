import { onlyOne } from "../../../../src/cluster/gateway-namespace";

test("the namespace is where the gateway's pods are, however many", () => {
  expect(onlyOne(["doors", "doors"], "Cluster one")).toBe("doors");
});

test("where no pod is seen it is Istio's usual: the look before the first resource says what is wrong", () => {
  expect(onlyOne([], "Cluster one")).toBe("istio-system");
});

test("pods in several are refused, with what to type", () => {
  expect(() => onlyOne(["b", "a", "b"], "Cluster one")).toThrow(
    "The gateway's pods of Cluster one are in namespaces a, b, and what the stage lays beside them is in one. " +
      "Nothing was changed. Type: pulumi config set gatewayNamespace a",
  );
});
