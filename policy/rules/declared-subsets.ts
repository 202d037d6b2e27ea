import { type Destination, isIstio, namespaceOf, resolveHost, routesOf } from "../istio";
import { type Declared, oneOf, type StackRule } from "../rule";

export const declaredSubsets: StackRule = {
  name: "declared-subsets",
  description: "No route or mirror to a subset that no DestinationRule of the stack declares: it would answer 503.",
  violations: (resources) => {
    const subsets = subsetsByHost(resources);
    return resources
      .filter((resource) => isIstio("VirtualService", resource))
      .flatMap((resource) =>
        routesOf(resource).flatMap(({ label, shares, mirrors }) =>
          [...shares.map(({ destination }) => destination), ...mirrors].flatMap((destination) => {
            const got = undeclared(destination, namespaceOf(resource), subsets);
            return got === undefined ? [] : [{ urn: resource.urn, message: `${label} of ${resource.name}: ${got}.` }];
          }),
        ),
      );
  },
};

/** By host as Istio resolves it. Istio merges the subsets of several DestinationRules for one host. */
function subsetsByHost(resources: readonly Declared[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const rule of resources.filter((resource) => isIstio("DestinationRule", resource))) {
    const { host = "", subsets = [] } = rule.props.spec ?? {};
    const resolved = resolveHost(host, namespaceOf(rule));
    const names = subsets.map(({ name }: { name: string }) => name);
    found.set(resolved, [...(found.get(resolved) ?? []), ...names]);
  }
  return found;
}

function undeclared(
  { host, subset }: Destination,
  namespace: string,
  subsets: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (!subset) return undefined;
  const resolved = resolveHost(host, namespace);
  const rule = nearestRule(resolved, [...subsets.keys()]);
  const declared = subsets.get(rule ?? "") ?? [];
  if (declared.includes(subset)) return undefined;
  const allowed =
    rule === undefined
      ? "a subset of a DestinationRule, and the stack has none for this host"
      : declared.length > 0
        ? oneOf(declared)
        : "no subset, as the host's DestinationRule declares none";
  return `subset ${subset} of ${resolved} is not declared. Allowed: ${allowed}`;
}

/** A rule for the very host goes first, then the longest wildcard that covers it. */
function nearestRule(host: string, rules: readonly string[]): string | undefined {
  return rules
    .filter((rule) => rule === host || (rule.startsWith("*") && host.endsWith(rule.slice(1))))
    .sort((one, other) => Number(other === host) - Number(one === host) || other.length - one.length)[0];
}
