import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectEmpty, holdsSecret, manifestName } from "../../../../tools/preview/manifests";

const object = (kind: string, more: object = {}) => ({ kind, metadata: { name: "one" }, ...more });

test("kubectl, which goes by the names, takes definitions and namespaces before the rest", () => {
  const names = [
    manifestName("Deployment", "apps_v1-deployment-a.yaml"),
    manifestName("Namespace", "v1-namespace-a.yaml"),
    manifestName("CustomResourceDefinition", "crd.yaml"),
  ];
  expect(names.sort()).toEqual(["0-crd.yaml", "1-v1-namespace-a.yaml", "2-apps_v1-deployment-a.yaml"]);
});

test.each([
  [true, object("Secret")],
  [true, object("ConfigMap", { data: { a: "1", b: "[secret]" } })],
  [true, object("Deployment", { spec: { containers: [{ env: [{ value: "[secret]" }] }] } })],
  [false, object("ConfigMap", { data: { a: "1", b: "[secret" } })],
])("that a manifest would show a secret is %s of %j", (expected, given) => {
  expect(holdsSecret(given)).toBe(expected);
});

describe("the folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "sock-shop-test-"));
  const file = join(folder, "file");
  afterAll(() => rmSync(folder, { recursive: true }));

  test("may be empty, or not there", async () => {
    await expectEmpty(folder, "typed");
    await expectEmpty(join(folder, "none"), "typed");
  });

  test("may hold nothing, nor be a file", async () => {
    writeFileSync(file, "");
    await expect(expectEmpty(folder, "typed")).rejects.toThrow("--yaml typed: the folder is not empty");
    await expect(expectEmpty(join(folder, "none", "deep"), "typed")).rejects.toThrow("would be made is not there");
    await expect(expectEmpty(file, "typed")).rejects.toThrow("--yaml typed: this is a file");
  });
});
