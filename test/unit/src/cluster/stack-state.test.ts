import * as pulumi from "@pulumi/pulumi";
import { heldByState } from "../../../../src/cluster/stack-state";
import { stackOf } from "../../../../src/cluster/stack-mark";

async function answering(call: (token: string, inputs: unknown) => object) {
  const newResource = () => {
    throw new Error("a question makes nothing");
  };
  const mocks: pulumi.runtime.Mocks = { newResource, call: ({ token, inputs }) => call(token, inputs) };
  await pulumi.runtime.setMocks(mocks, "sock-shop", "dev", false, "team");
  return heldByState();
}

const object = (kind: string, metadata: object) => ({ type: `kubernetes:x/v1:${kind}`, outputs: { kind, metadata } });

test("the objects in the state of this stack, and nothing else of it", async () => {
  let asked: unknown;
  const held = await answering((token, inputs) => {
    asked = [token, inputs];
    return {
      outputs: {
        "urn:stack": { type: "pulumi:pulumi:Stack", outputs: { stage: "baseline" } },
        "urn:component": { type: "sock-shop:shop:SockShop" },
        "urn:namespace": object("Namespace", { name: "shop", uid: "1" }),
        "urn:service": object("Service", { name: "carts", namespace: "shop", uid: "2" }),
        "urn:release": { type: "kubernetes:helm.sh/v3:Release", outputs: { name: "istiod" } },
      },
    };
  });
  expect(asked).toEqual(["pulumi:pulumi:readStackResourceOutputs", { stackName: "team/sock-shop/dev" }]);
  expect(held).toEqual([
    { kind: "Namespace", namespace: "", name: "shop", uid: "1" },
    { kind: "Service", namespace: "shop", name: "carts", uid: "2" },
  ]);
});

test("is not known where the engine does not tell", async () => {
  const held = await answering(() => {
    throw new Error("unrecognized function name");
  });
  expect(held).toBeUndefined();
});

test("a mark names the stack that made it", () => {
  expect(stackOf("sock-shop/dev/1-2")).toBe("stack dev of project sock-shop");
});
