import { commandIn, verdictIn } from "../../../../tools/live/drive/outcome";
import { expectSameShop } from "../../../../tools/live/drive/same-cluster";
import { StackConfig } from "../../../../tools/live/stack-config";

const command = "npm run verify -- canary --expect canaryWeight=50";

test("a deployment that is done says what proves it; one that failed is a mistake in its own words", () => {
  expect(commandIn({ kind: "done", verify: command }, "")).toBe(command);
  expect(() => commandIn({ kind: "failed", why: "no Istio" }, "error: pulumi up failed")).toThrow("no Istio");
  const halfWay = { kind: "progress", done: 1, changed: 1, now: "" } as const;
  expect(() => commandIn(halfWay, "error: no stack is selected\nnext:  pulumi stack select NAME\n")).toThrow(
    "no stack is selected",
  );
});

test("a claim's verdict is told, held or not; what was not tried is a mistake", () => {
  const report = (proven: boolean) => JSON.stringify({ claims: [{ verdict: { proven, because: "so" } }] });
  expect(verdictIn({ code: 0, rest: report(true) }, [])).toEqual({ proven: true, because: "so" });
  expect(verdictIn({ code: 1, rest: report(false) }, [])).toEqual({ proven: false, because: "so" });
  expect(() => verdictIn({ code: 2, rest: "" }, ["…", "baseline is deployed", "type: pulumi up"])).toThrow(
    /^baseline is deployed; type: pulumi up$/,
  );
  expect(() => verdictIn({ code: null, rest: "" }, [])).toThrow("verify ended without a word");
});

const config = (values: Record<string, string>) =>
  StackConfig.of(JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]))));
const place = { namespace: "sock-shop", gatewaySelector: "", gatewayNamespace: "" };

test("nobody watches one shop and deploys another", () => {
  const stack = config({ "sock-shop:namespace": "sock-shop", "kubernetes:context": "kind" });
  expect(() => expectSameShop(stack, { ...place, context: "kind" })).not.toThrow();
  expect(() => expectSameShop(stack, place)).not.toThrow();
  expect(() => expectSameShop(stack, { ...place, context: "prod" })).toThrow(/on kind, and --context is prod/);
  expect(() => expectSameShop(stack, { ...place, namespace: "shop" })).toThrow(/sock-shop, and the page watches shop/);
});

test("what the stack's config does not say is a mistake where it must be there", () => {
  const stack = StackConfig.of(
    '{"sock-shop:jwtIssuer":{"value":"https://a.example"},"kubernetes:kubeconfig":{"secret":true}}',
  );
  expect(stack.must("jwtIssuer")).toBe("https://a.example");
  expect(stack.get("kubernetes:kubeconfig")).toBeUndefined();
  expect(() => stack.must("jwtAudience")).toThrow("the selected stack does not say its jwtAudience");
});
