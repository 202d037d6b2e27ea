/** Where the provider's module registers the components that are written in Go, one to a line, as it imports them. */
export const registry = "pkg/provider/provider_construct.go";
const components = /^.*\bprovider(helmv4|kustomizev2|yamlv2)\b.*\n/gm;

/** That file without its components: the shop declares none, and they take all of Pulumi's Kubernetes SDK for Go to compile. */
export function withoutComponents(text: string): string {
  const found = text.match(components)?.length ?? 0;
  // Three imports and four entries; another number is another version's, to be looked at.
  if (found !== 7) throw new Error(`the provider's ${registry} has ${found} lines of components, not 7`);
  return text.replace(components, "");
}
