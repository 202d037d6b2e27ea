import { defaultImages, mirrored } from "../../../../src/shop/images";
import { verifyCommand } from "../../../../src/outputs/verify-command";

const stage = { changed: {}, unprovable: [] };
const url = "http://shop-b.example:8080";
const usual = { namespace: "sock-shop", gatewayNamespace: "", hosts: "*", url, images: defaultImages, stage };

test("the usual place needs no options", () => {
  expect(verifyCommand("canary,abort-fault", usual)).toBe("npm run verify -- canary,abort-fault");
});

test("what the stack's config says otherwise, verify is told", () => {
  const images = mirrored(defaultImages, "registry.example:5000/hub");
  expect(verifyCommand("canary", { ...usual, namespace: "team-shop", gatewayNamespace: "edge", images })).toBe(
    "npm run verify -- canary --namespace team-shop --gateway-namespace edge " +
      "--fortio-image registry.example:5000/hub/fortio/fortio:1.66.5",
  );
});

test("numbers that config changed are what verify expects, in words that a shell leaves alone", () => {
  const command = (changed: Record<string, string | number>) =>
    verifyCommand("x", { ...usual, stage: { ...stage, changed } });
  expect(command({ canaryWeight: 50, canarySticky: "true" })).toBe(
    "npm run verify -- x --expect canaryWeight=50 --expect canarySticky=true",
  );
  expect(command({ headerPattern: "it's|(ann)" })).toBe("npm run verify -- x --expect 'headerPattern=it'\\''s|(ann)'");
});

test("a host of the shop's own is where verify asks", () => {
  expect(verifyCommand("canary", { ...usual, hosts: "shop-b.example" })).toBe(`npm run verify -- canary --url ${url}`);
});

test("what no claim can tell is said in a comment, which does nothing in a shell", () => {
  const beyond = ["delay is 1ms, and it can tell 1s to 1m", "replicas is 20, and it can tell 2 to 10"];
  expect(verifyCommand("x", { ...usual, stage: { changed: { delay: "1ms" }, unprovable: beyond } })).toBe(
    "# npm run verify cannot prove this: delay is 1ms, and it can tell 1s to 1m; replicas is 20, and it can tell 2 to 10",
  );
});
