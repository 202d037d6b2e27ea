import { defaultImages, mirrored } from "../../../../src/shop/images";
import { verifyCommand } from "../../../../src/outputs/verify-command";

const usual = { namespace: "sock-shop", gatewayNamespace: "", images: defaultImages };

test("the usual place needs no options", () => {
  expect(verifyCommand("canary,abort-fault", usual)).toBe("npm run verify -- canary,abort-fault");
});

test("what the stack's config says otherwise, verify is told", () => {
  const images = mirrored(defaultImages, "registry.example:5000/hub");
  expect(verifyCommand("canary", { namespace: "team-shop", gatewayNamespace: "edge", images })).toBe(
    "npm run verify -- canary --namespace team-shop --gateway-namespace edge " +
      "--fortio-image registry.example:5000/hub/fortio/fortio:1.66.5",
  );
});
