import { withoutComponents } from "../../../../lab/toolchain/provider-components.ts";

const imports = ["helm/v4", "kustomize/v2", "yaml/v2"].map(
  (path) => `\tprovider${path.replace("/", "")} "example.com/provider/${path}"`,
);
const kept = ["package provider", "var resourceProviders = map[string]providerresource.ResourceProviderFactory{", "}"];
const entries = ["yamlv2.NewConfigFile", "yamlv2.NewConfigGroup", "helmv4.NewChart", "kustomizev2.NewDirectory"].map(
  (factory) => `\t"kubernetes:x": provider${factory}Provider,`,
);
const text = (...lines: string[]) => `${lines.join("\n")}\n`;
const [first = "", second = "", last = ""] = kept;

test("what is registered goes, and its imports, and nothing else", () => {
  expect(withoutComponents(text(first, ...imports, second, ...entries, last))).toBe(text(...kept));
});

test.each([
  ["one more", [...entries, entries[0] ?? ""], 8],
  ["one less", entries.slice(1), 6],
])("%s than there were is another version, which is to be looked at", (_, found, lines) => {
  expect(() => withoutComponents(text(first, ...imports, second, ...found, last))).toThrow(`has ${lines} lines`);
});
