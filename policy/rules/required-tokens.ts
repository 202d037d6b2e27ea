import { isIstio, type Labels, namespaceOf, placeOf, rootNamespace, selectorOf } from "../istio";
import type { Declared, StackRule } from "../rule";
import { checksTokens, demandsToken, gatewaysRoutedByClaim } from "../tokens";

export const requiredTokens: StackRule = {
  name: "required-tokens",
  description: "No RequestAuthentication that nothing requires: it refuses bad tokens and lets in who brings none.",
  violations: (resources) => {
    const demanding = resources.filter((other) => isIstio("AuthorizationPolicy", other) && demandsToken(other));
    return resources
      .filter(checksTokens)
      .filter((resource) => !demanding.some((policy) => isForSame(policy, resource)))
      .filter((resource) => !isForRoutes(resource, resources))
      .map((resource) => {
        const [issuer = "ISSUER"] = resource.props.spec.jwtRules.map(({ issuer }: { issuer?: string }) => issuer);
        return {
          urn: resource.urn,
          message:
            `${resource.name} checks tokens of ${issuer} for ${placeOf(resource)}, and no AuthorizationPolicy of the stack ` +
            `for the same pods requires one. Allowed: one there with action ALLOW and from.source.requestPrincipals ` +
            `["${issuer}/*"], or with action DENY and from.source.notRequestPrincipals ["*"]; a VirtualService that ` +
            `routes by @request.auth.claims at a gateway of these pods; or no spec.jwtRules.`,
        };
      });
  },
};

/** Whether a policy is for pods that the other object is for. */
function isForSame(policy: Declared, authentication: Declared): boolean {
  const [mine, theirs] = [targetsOf(policy), targetsOf(authentication)];
  const near = namespaceOf(policy) === namespaceOf(authentication);
  if (theirs.length > 0) {
    return near && (mine.length > 0 ? mine.some((target) => theirs.includes(target)) : isEmpty(selectorOf(policy)));
  }
  if (mine.length > 0) return false;
  const [some, others] = [selectorOf(policy), selectorOf(authentication)];
  if (near) return isWithin(some, others) || isWithin(others, some);
  // One for all namespaces is for the pods of another's only if the other's labels say so.
  if (namespaceOf(policy) === rootNamespace) return isWithin(others, some);
  return namespaceOf(authentication) === rootNamespace && isWithin(some, others);
}

/** Whether routes of the stack read the claims that the object checks: who has no token then takes another route. */
function isForRoutes(authentication: Declared, resources: readonly Declared[]): boolean {
  const gateways = resources.filter((resource) => isIstio("Gateway", resource));
  const labels = selectorOf(authentication);
  return resources
    .filter((resource) => isIstio("VirtualService", resource))
    .flatMap(gatewaysRoutedByClaim)
    .some((wanted) => {
      const gateway = gateways.find((one) => `${namespaceOf(one)}/${one.props.metadata?.name ?? one.name}` === wanted);
      // Of a Gateway that is somebody else's nobody knows here what pods it is for.
      if (gateway === undefined) return true;
      const selector: Labels = gateway.props.spec?.selector ?? {};
      return isWithin(labels, selector) || isWithin(selector, labels);
    });
}

/** What an object names in place of a selector, as a text to compare. */
function targetsOf({ props: { spec } }: Declared): readonly string[] {
  const targets = [...(spec?.targetRefs ?? []), ...(spec?.targetRef ? [spec.targetRef] : [])];
  return targets.map(({ group = "", kind, name }: Readonly<Record<string, string>>) => `${group}/${kind}/${name}`);
}

const isEmpty = (labels: Labels): boolean => Object.keys(labels).length === 0;

/** Whether all pods with the first labels have the others as well. */
const isWithin = (labels: Labels, others: Labels): boolean =>
  Object.entries(others).every(([key, value]) => labels[key] === value);
