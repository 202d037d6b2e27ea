import { isIstio } from "../istio";
import type { ResourceRule } from "../rule";

interface Rule {
  readonly from?: readonly unknown[] | null;
  readonly to?: readonly unknown[] | null;
  readonly when?: readonly unknown[] | null;
}

export const filledRules: ResourceRule = {
  name: "filled-rules",
  description: "No ALLOW policy with an empty rule: it lets everyone in, past all other ALLOW policies.",
  violations: (resource) => {
    if (!isIstio("AuthorizationPolicy", resource)) return [];
    const { action, rules } = resource.props.spec ?? {};
    if ((action ?? "ALLOW") !== "ALLOW") return [];
    return ((rules ?? []) as readonly Rule[]).flatMap((rule, index) =>
      isEmpty(rule)
        ? [
            `rule ${index + 1} of ${resource.name}: got ${JSON.stringify(rule)}, which allows every request. Allowed: a rule ` +
              `with from, to or when in spec.rules[${index}]; to allow nothing, no rules at all.`,
          ]
        : [],
    );
  },
};

/** Istio drops empty lists as it reads them, and takes what is left. */
const isEmpty = ({ from, to, when }: Rule): boolean => [from, to, when].every((list) => (list ?? []).length === 0);
